-- Endpoints with their deployments, the versions of flows they serve, and what went through them.

CREATE TABLE endpoints (
  name text NOT NULL PRIMARY KEY,
  endpoint text NOT NULL
);

-- Stays when an endpoint is deleted. The last id tells servers whether anything has changed.
CREATE TABLE endpoint_changes (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  endpoint text NOT NULL,
  changed bigint NOT NULL,
  who text NOT NULL,
  what text NOT NULL,
  note text NOT NULL,
  before text,
  after text
);

CREATE INDEX endpoint_changes_by_name ON endpoint_changes (endpoint, id);

CREATE TABLE flow_versions (
  digest bytea NOT NULL PRIMARY KEY,
  flow text NOT NULL,
  made bigint NOT NULL
);

CREATE TABLE flow_version_files (
  version bytea NOT NULL,
  path text NOT NULL,
  digest bytea NOT NULL,
  size bigint NOT NULL,
  executable boolean NOT NULL,
  PRIMARY KEY (version, path)
);

CREATE INDEX flow_version_files_by_digest ON flow_version_files (digest);

CREATE TABLE served_requests (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  request text NOT NULL,
  endpoint text NOT NULL,
  deployment text NOT NULL,
  role text NOT NULL,
  version bytea NOT NULL,
  begun bigint NOT NULL,
  took bigint NOT NULL,
  code text,
  tokens bigint NOT NULL,
  inputs text NOT NULL,
  outputs text NOT NULL,
  trace text
);

CREATE INDEX served_requests_by_endpoint ON served_requests (endpoint, id);

CREATE TABLE served_feedback (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  endpoint text NOT NULL,
  request text,
  trace text,
  said_at bigint NOT NULL,
  said text NOT NULL
);

CREATE INDEX served_feedback_by_endpoint ON served_feedback (endpoint, id);

CREATE TABLE endpoint_log (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  endpoint text NOT NULL,
  deployment text,
  logged bigint NOT NULL,
  line text NOT NULL
);

CREATE INDEX endpoint_log_by_endpoint ON endpoint_log (endpoint, id);

-- The scores of a canary, in the order in which they count.
CREATE TABLE canary_pairs (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  endpoint text NOT NULL,
  begun bigint NOT NULL,
  baseline_request text NOT NULL,
  baseline_score double precision NOT NULL,
  candidate_request text NOT NULL,
  candidate_score double precision NOT NULL
);

CREATE INDEX canary_pairs_by_endpoint ON canary_pairs (endpoint, begun, id);

UPDATE store_info SET schema_version = 8;
