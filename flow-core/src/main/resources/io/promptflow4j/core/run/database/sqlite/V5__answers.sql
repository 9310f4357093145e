-- Answers of models, and of tools whose author allows it, for whoever asks the same.

CREATE TABLE answers (
  digest BLOB NOT NULL PRIMARY KEY,
  node TEXT NOT NULL,
  output TEXT NOT NULL,
  prompt_tokens INTEGER NOT NULL,
  completion_tokens INTEGER NOT NULL,
  total_tokens INTEGER NOT NULL,
  cached_tokens INTEGER NOT NULL,
  reasoning_tokens INTEGER NOT NULL,
  facts TEXT NOT NULL,
  size INTEGER NOT NULL,
  made INTEGER NOT NULL,
  used INTEGER NOT NULL,
  given INTEGER NOT NULL
) STRICT;
CREATE INDEX answers_by_use ON answers (used, size);
CREATE INDEX answers_by_age ON answers (made);

-- What each run saved because answers were given again, as JSON.
ALTER TABLE run_states ADD COLUMN saved TEXT NOT NULL DEFAULT '{}';

UPDATE store_info SET schema_version = 5;
