-- Of all runs that want a call one has it: the claim is on the call. It holds while its run has an owner, until its time is over.

CREATE TABLE claims_on_calls (
  scope_id INTEGER NOT NULL REFERENCES scopes (id),
  digest BLOB NOT NULL,
  run_id INTEGER NOT NULL REFERENCES runs (id),
  node TEXT NOT NULL,
  line INTEGER NOT NULL,
  repeat INTEGER NOT NULL,
  until INTEGER NOT NULL,
  PRIMARY KEY (scope_id, digest)
) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO claims_on_calls SELECT scope_id, digest, run_id, node, line, repeat, 0 FROM claims;
DROP TABLE claims;
ALTER TABLE claims_on_calls RENAME TO claims;

UPDATE store_info SET schema_version = 7;
