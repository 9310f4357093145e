-- Runs, their rows and the calls they made. Times are nanoseconds since 1970 in UTC; JSON is text.

CREATE TABLE store_info (
  schema_version bigint NOT NULL,
  engine text NOT NULL
);
INSERT INTO store_info (schema_version, engine) VALUES (1, 'unknown');

-- What somebody asked for. `deleted` runs are on their way out and no longer shown.
CREATE TABLE runs (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE,
  display_name text NOT NULL,
  description text NOT NULL,
  tags text NOT NULL,
  properties text NOT NULL,
  experiment text,
  plan text NOT NULL,
  pinned text NOT NULL,
  scope text NOT NULL,
  parent text,
  resumed_from text,
  created bigint NOT NULL,
  archived boolean NOT NULL,
  deleted boolean NOT NULL
);
CREATE INDEX runs_by_age ON runs (created);
CREATE INDEX runs_by_parent ON runs (parent);
CREATE INDEX runs_by_scope ON runs (scope);

-- How far each run has come and who may write it. The token grows with each owner.
CREATE TABLE run_states (
  run_id bigint PRIMARY KEY REFERENCES runs (id),
  status text NOT NULL,
  row_count bigint,
  completed bigint NOT NULL,
  failed bigint NOT NULL,
  prompt_tokens bigint NOT NULL,
  completion_tokens bigint NOT NULL,
  total_tokens bigint NOT NULL,
  cached_tokens bigint NOT NULL,
  reasoning_tokens bigint NOT NULL,
  calls bigint NOT NULL,
  recalled bigint NOT NULL,
  in_doubt bigint NOT NULL,
  metrics text NOT NULL,
  error text,
  started bigint,
  ended bigint,
  log_lines bigint NOT NULL,
  token bigint NOT NULL,
  writes bigint NOT NULL,
  owner_host text,
  owner_process bigint,
  owner_started bigint,
  lease_until bigint NOT NULL,
  cancel_requested boolean NOT NULL
);

CREATE TABLE run_rows (
  run_id bigint NOT NULL REFERENCES runs (id),
  line bigint NOT NULL,
  repeat integer NOT NULL,
  status text NOT NULL,
  inputs text NOT NULL,
  data text NOT NULL,
  outputs text NOT NULL,
  error text,
  prompt_tokens bigint NOT NULL,
  completion_tokens bigint NOT NULL,
  total_tokens bigint NOT NULL,
  cached_tokens bigint NOT NULL,
  reasoning_tokens bigint NOT NULL,
  started bigint NOT NULL,
  ended bigint NOT NULL,
  contribution text NOT NULL,
  PRIMARY KEY (run_id, line, repeat)
);
CREATE INDEX run_rows_by_status ON run_rows (run_id, status, line, repeat);

-- Node results and traces: JSON, compressed as zlib does.
CREATE TABLE row_details (
  run_id bigint NOT NULL REFERENCES runs (id),
  line bigint NOT NULL,
  repeat integer NOT NULL,
  detail bytea NOT NULL,
  PRIMARY KEY (run_id, line, repeat)
);

-- Runs of one scope share their calls.
CREATE TABLE scopes (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE
);

CREATE TABLE calls (
  scope_id bigint NOT NULL REFERENCES scopes (id),
  digest bytea NOT NULL,
  node text NOT NULL,
  model boolean NOT NULL,
  output text NOT NULL,
  prompt_tokens bigint NOT NULL,
  completion_tokens bigint NOT NULL,
  total_tokens bigint NOT NULL,
  cached_tokens bigint NOT NULL,
  reasoning_tokens bigint NOT NULL,
  facts text NOT NULL,
  PRIMARY KEY (scope_id, digest)
);

-- Calls that are under way.
CREATE TABLE claims (
  run_id bigint NOT NULL REFERENCES runs (id),
  scope_id bigint NOT NULL REFERENCES scopes (id),
  digest bytea NOT NULL,
  node text NOT NULL,
  line bigint NOT NULL,
  repeat integer NOT NULL,
  PRIMARY KEY (run_id, scope_id, digest)
);

CREATE TABLE run_log (
  run_id bigint NOT NULL REFERENCES runs (id),
  position bigint NOT NULL,
  time bigint NOT NULL,
  level text NOT NULL,
  text text NOT NULL,
  PRIMARY KEY (run_id, position)
);

-- Whatever is kept as bytes, once, under its SHA-256.
CREATE TABLE contents (
  digest bytea NOT NULL PRIMARY KEY,
  bytes bytea NOT NULL
);

CREATE TABLE snapshot_files (
  run_id bigint NOT NULL REFERENCES runs (id),
  path text NOT NULL,
  digest bytea NOT NULL REFERENCES contents (digest),
  size bigint NOT NULL,
  executable boolean NOT NULL,
  PRIMARY KEY (run_id, path)
);
CREATE INDEX snapshot_files_by_digest ON snapshot_files (digest);

CREATE TABLE artefacts (
  run_id bigint NOT NULL REFERENCES runs (id),
  name text NOT NULL,
  digest bytea NOT NULL REFERENCES contents (digest),
  size bigint NOT NULL,
  PRIMARY KEY (run_id, name)
);
CREATE INDEX artefacts_by_digest ON artefacts (digest);

-- Named data sets: where their rows are and what they were when they were named.

CREATE TABLE data_sets (
  name text NOT NULL,
  version integer NOT NULL,
  path text NOT NULL,
  digest text NOT NULL,
  row_count bigint NOT NULL,
  tags text NOT NULL,
  description text NOT NULL,
  created bigint NOT NULL,
  PRIMARY KEY (name, version)
);
