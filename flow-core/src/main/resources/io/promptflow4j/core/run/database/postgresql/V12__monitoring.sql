-- What evaluators said of live answers, and how far these are from what a version was approved on.

CREATE TABLE live_scores (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  endpoint text NOT NULL,
  deployment text NOT NULL,
  version bytea NOT NULL,
  request text NOT NULL,
  scored_at bigint NOT NULL,
  evaluator text NOT NULL,
  score text NOT NULL,
  points double precision,
  why text
);

CREATE INDEX live_scores_by_deployment ON live_scores (endpoint, deployment, id);

-- The last look of any server at each field.
CREATE TABLE live_drift (
  endpoint text NOT NULL,
  deployment text NOT NULL,
  field text NOT NULL,
  version bytea NOT NULL,
  measured_at bigint NOT NULL,
  answers bigint NOT NULL,
  distance double precision NOT NULL,
  noise double precision NOT NULL,
  PRIMARY KEY (endpoint, deployment, field)
);

CREATE INDEX served_requests_by_name ON served_requests (endpoint, request);

UPDATE store_info SET schema_version = 12;
