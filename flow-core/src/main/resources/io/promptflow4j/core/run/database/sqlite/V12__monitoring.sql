-- What evaluators said of live answers, and how far these are from what a version was approved on.

CREATE TABLE live_scores (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  endpoint TEXT NOT NULL,
  deployment TEXT NOT NULL,
  version BLOB NOT NULL,
  request TEXT NOT NULL,
  scored_at INTEGER NOT NULL,
  evaluator TEXT NOT NULL,
  score TEXT NOT NULL,
  points REAL,
  why TEXT
) STRICT;

CREATE INDEX live_scores_by_deployment ON live_scores (endpoint, deployment, id);

-- The last look of any server at each field.
CREATE TABLE live_drift (
  endpoint TEXT NOT NULL,
  deployment TEXT NOT NULL,
  field TEXT NOT NULL,
  version BLOB NOT NULL,
  measured_at INTEGER NOT NULL,
  answers INTEGER NOT NULL,
  distance REAL NOT NULL,
  noise REAL NOT NULL,
  PRIMARY KEY (endpoint, deployment, field)
) STRICT;

CREATE INDEX served_requests_by_name ON served_requests (endpoint, request);

UPDATE store_info SET schema_version = 12;
