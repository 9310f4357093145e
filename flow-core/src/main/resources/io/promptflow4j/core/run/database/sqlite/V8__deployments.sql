-- Endpoints with their deployments, the versions of flows they serve, and what went through them.

CREATE TABLE endpoints (
  name TEXT NOT NULL PRIMARY KEY,
  endpoint TEXT NOT NULL
) STRICT;

-- Stays when an endpoint is deleted. The last id tells servers whether anything has changed.
CREATE TABLE endpoint_changes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  endpoint TEXT NOT NULL,
  changed INTEGER NOT NULL,
  who TEXT NOT NULL,
  what TEXT NOT NULL,
  note TEXT NOT NULL,
  before TEXT,
  after TEXT
) STRICT;

CREATE INDEX endpoint_changes_by_name ON endpoint_changes (endpoint, id);

CREATE TABLE flow_versions (
  digest BLOB NOT NULL PRIMARY KEY,
  flow TEXT NOT NULL,
  made INTEGER NOT NULL
) STRICT;

CREATE TABLE flow_version_files (
  version BLOB NOT NULL,
  path TEXT NOT NULL,
  digest BLOB NOT NULL,
  size INTEGER NOT NULL,
  executable INTEGER NOT NULL,
  PRIMARY KEY (version, path)
) STRICT;

CREATE INDEX flow_version_files_by_digest ON flow_version_files (digest);

CREATE TABLE served_requests (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  request TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  deployment TEXT NOT NULL,
  role TEXT NOT NULL,
  version BLOB NOT NULL,
  begun INTEGER NOT NULL,
  took INTEGER NOT NULL,
  code TEXT,
  tokens INTEGER NOT NULL,
  inputs TEXT NOT NULL,
  outputs TEXT NOT NULL,
  trace TEXT
) STRICT;

CREATE INDEX served_requests_by_endpoint ON served_requests (endpoint, id);

CREATE TABLE served_feedback (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  endpoint TEXT NOT NULL,
  request TEXT,
  trace TEXT,
  said_at INTEGER NOT NULL,
  said TEXT NOT NULL
) STRICT;

CREATE INDEX served_feedback_by_endpoint ON served_feedback (endpoint, id);

CREATE TABLE endpoint_log (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  endpoint TEXT NOT NULL,
  deployment TEXT,
  logged INTEGER NOT NULL,
  line TEXT NOT NULL
) STRICT;

CREATE INDEX endpoint_log_by_endpoint ON endpoint_log (endpoint, id);

-- The scores of a canary, in the order in which they count.
CREATE TABLE canary_pairs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  endpoint TEXT NOT NULL,
  begun INTEGER NOT NULL,
  baseline_request TEXT NOT NULL,
  baseline_score REAL NOT NULL,
  candidate_request TEXT NOT NULL,
  candidate_score REAL NOT NULL
) STRICT;

CREATE INDEX canary_pairs_by_endpoint ON canary_pairs (endpoint, begun, id);

UPDATE store_info SET schema_version = 8;
