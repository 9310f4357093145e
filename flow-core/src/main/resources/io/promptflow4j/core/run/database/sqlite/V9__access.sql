-- Keys of callers, the audit log, and answers that are kept for requests that may come twice.

CREATE TABLE access_keys (
  id TEXT PRIMARY KEY,
  digest TEXT NOT NULL,
  entry TEXT NOT NULL,
  created INTEGER NOT NULL,
  revoked INTEGER,
  last_used INTEGER
) STRICT;

-- Each line's chain is the digest of the chain before it, its position and its entry.
CREATE TABLE audit_lines (
  position INTEGER PRIMARY KEY,
  entry TEXT NOT NULL,
  chain TEXT NOT NULL
) STRICT;

-- One row: where the log ends.
CREATE TABLE audit_head (
  id INTEGER PRIMARY KEY,
  position INTEGER NOT NULL,
  chain TEXT NOT NULL
) STRICT;

INSERT INTO audit_head (id, position, chain)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

CREATE TABLE kept_replies (
  caller TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  request_key TEXT NOT NULL,
  body TEXT NOT NULL,
  token TEXT NOT NULL,
  ends INTEGER NOT NULL,
  status INTEGER,
  content_type TEXT,
  reply TEXT,
  PRIMARY KEY (caller, endpoint, request_key)
) STRICT;

CREATE INDEX kept_replies_by_end ON kept_replies (ends);

UPDATE store_info SET schema_version = 9;
