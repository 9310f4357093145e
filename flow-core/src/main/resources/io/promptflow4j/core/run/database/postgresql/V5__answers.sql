-- Answers of models, and of tools whose author allows it, for whoever asks the same.

CREATE TABLE answers (
  digest bytea NOT NULL PRIMARY KEY,
  node text NOT NULL,
  output text NOT NULL,
  prompt_tokens bigint NOT NULL,
  completion_tokens bigint NOT NULL,
  total_tokens bigint NOT NULL,
  cached_tokens bigint NOT NULL,
  reasoning_tokens bigint NOT NULL,
  facts text NOT NULL,
  size bigint NOT NULL,
  made bigint NOT NULL,
  used bigint NOT NULL,
  given bigint NOT NULL
);
CREATE INDEX answers_by_use ON answers (used, size);
CREATE INDEX answers_by_age ON answers (made);

-- What each run saved because answers were given again, as JSON.
ALTER TABLE run_states ADD COLUMN saved text NOT NULL DEFAULT '{}';

UPDATE store_info SET schema_version = 5;
