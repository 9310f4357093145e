-- Keys of callers, the audit log, and answers that are kept for requests that may come twice.

CREATE TABLE access_keys (
  id text PRIMARY KEY,
  digest text NOT NULL,
  entry text NOT NULL,
  created bigint NOT NULL,
  revoked bigint,
  last_used bigint
);

-- Each line's chain is the digest of the chain before it, its position and its entry.
CREATE TABLE audit_lines (
  position bigint PRIMARY KEY,
  entry text NOT NULL,
  chain text NOT NULL
);

-- One row: where the log ends.
CREATE TABLE audit_head (
  id bigint PRIMARY KEY,
  position bigint NOT NULL,
  chain text NOT NULL
);

INSERT INTO audit_head (id, position, chain)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

CREATE TABLE kept_replies (
  caller text NOT NULL,
  endpoint text NOT NULL,
  request_key text NOT NULL,
  body text NOT NULL,
  token text NOT NULL,
  ends bigint NOT NULL,
  status bigint,
  content_type text,
  reply text,
  PRIMARY KEY (caller, endpoint, request_key)
);

CREATE INDEX kept_replies_by_end ON kept_replies (ends);

UPDATE store_info SET schema_version = 9;
