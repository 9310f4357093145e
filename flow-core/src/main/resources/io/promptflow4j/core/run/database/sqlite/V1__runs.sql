-- Runs, their rows and the calls they made. Times are nanoseconds since 1970 in UTC; JSON is text.

CREATE TABLE store_info (
  schema_version INTEGER NOT NULL,
  engine TEXT NOT NULL
) STRICT;
INSERT INTO store_info (schema_version, engine) VALUES (1, 'unknown');

-- What somebody asked for. `deleted` runs are on their way out and no longer shown.
CREATE TABLE runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  description TEXT NOT NULL,
  tags TEXT NOT NULL,
  properties TEXT NOT NULL,
  experiment TEXT,
  plan TEXT NOT NULL,
  pinned TEXT NOT NULL,
  scope TEXT NOT NULL,
  parent TEXT,
  resumed_from TEXT,
  created INTEGER NOT NULL,
  archived INTEGER NOT NULL,
  deleted INTEGER NOT NULL
) STRICT;
CREATE INDEX runs_by_age ON runs (created);
CREATE INDEX runs_by_parent ON runs (parent);
CREATE INDEX runs_by_scope ON runs (scope);

-- How far each run has come and who may write it. The token grows with each owner.
CREATE TABLE run_states (
  run_id INTEGER PRIMARY KEY REFERENCES runs (id),
  status TEXT NOT NULL,
  row_count INTEGER,
  completed INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  prompt_tokens INTEGER NOT NULL,
  completion_tokens INTEGER NOT NULL,
  total_tokens INTEGER NOT NULL,
  cached_tokens INTEGER NOT NULL,
  reasoning_tokens INTEGER NOT NULL,
  calls INTEGER NOT NULL,
  recalled INTEGER NOT NULL,
  in_doubt INTEGER NOT NULL,
  metrics TEXT NOT NULL,
  error TEXT,
  started INTEGER,
  ended INTEGER,
  log_lines INTEGER NOT NULL,
  token INTEGER NOT NULL,
  writes INTEGER NOT NULL,
  owner_host TEXT,
  owner_process INTEGER,
  owner_started INTEGER,
  lease_until INTEGER NOT NULL,
  cancel_requested INTEGER NOT NULL
) STRICT;

CREATE TABLE run_rows (
  run_id INTEGER NOT NULL REFERENCES runs (id),
  line INTEGER NOT NULL,
  repeat INTEGER NOT NULL,
  status TEXT NOT NULL,
  inputs TEXT NOT NULL,
  data TEXT NOT NULL,
  outputs TEXT NOT NULL,
  error TEXT,
  prompt_tokens INTEGER NOT NULL,
  completion_tokens INTEGER NOT NULL,
  total_tokens INTEGER NOT NULL,
  cached_tokens INTEGER NOT NULL,
  reasoning_tokens INTEGER NOT NULL,
  started INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  contribution TEXT NOT NULL,
  PRIMARY KEY (run_id, line, repeat)
) STRICT;
CREATE INDEX run_rows_by_status ON run_rows (run_id, status, line, repeat);

-- Node results and traces: JSON, compressed as zlib does.
CREATE TABLE row_details (
  run_id INTEGER NOT NULL REFERENCES runs (id),
  line INTEGER NOT NULL,
  repeat INTEGER NOT NULL,
  detail BLOB NOT NULL,
  PRIMARY KEY (run_id, line, repeat)
) STRICT;

-- Runs of one scope share their calls.
CREATE TABLE scopes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE calls (
  scope_id INTEGER NOT NULL REFERENCES scopes (id),
  digest BLOB NOT NULL,
  node TEXT NOT NULL,
  model INTEGER NOT NULL,
  output TEXT NOT NULL,
  prompt_tokens INTEGER NOT NULL,
  completion_tokens INTEGER NOT NULL,
  total_tokens INTEGER NOT NULL,
  cached_tokens INTEGER NOT NULL,
  reasoning_tokens INTEGER NOT NULL,
  facts TEXT NOT NULL,
  PRIMARY KEY (scope_id, digest)
) STRICT;

-- Calls that are under way.
CREATE TABLE claims (
  run_id INTEGER NOT NULL REFERENCES runs (id),
  scope_id INTEGER NOT NULL REFERENCES scopes (id),
  digest BLOB NOT NULL,
  node TEXT NOT NULL,
  line INTEGER NOT NULL,
  repeat INTEGER NOT NULL,
  PRIMARY KEY (run_id, scope_id, digest)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_log (
  run_id INTEGER NOT NULL REFERENCES runs (id),
  position INTEGER NOT NULL,
  time INTEGER NOT NULL,
  level TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (run_id, position)
) STRICT;

-- Whatever is kept as bytes, once, under its SHA-256.
CREATE TABLE contents (
  digest BLOB NOT NULL PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE snapshot_files (
  run_id INTEGER NOT NULL REFERENCES runs (id),
  path TEXT NOT NULL,
  digest BLOB NOT NULL REFERENCES contents (digest),
  size INTEGER NOT NULL,
  executable INTEGER NOT NULL,
  PRIMARY KEY (run_id, path)
) STRICT;
CREATE INDEX snapshot_files_by_digest ON snapshot_files (digest);

CREATE TABLE artefacts (
  run_id INTEGER NOT NULL REFERENCES runs (id),
  name TEXT NOT NULL,
  digest BLOB NOT NULL REFERENCES contents (digest),
  size INTEGER NOT NULL,
  PRIMARY KEY (run_id, name)
) STRICT;
CREATE INDEX artefacts_by_digest ON artefacts (digest);

-- Named data sets: where their rows are and what they were when they were named.

CREATE TABLE data_sets (
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  path TEXT NOT NULL,
  digest TEXT NOT NULL,
  row_count INTEGER NOT NULL,
  tags TEXT NOT NULL,
  description TEXT NOT NULL,
  created INTEGER NOT NULL,
  PRIMARY KEY (name, version)
) STRICT;
