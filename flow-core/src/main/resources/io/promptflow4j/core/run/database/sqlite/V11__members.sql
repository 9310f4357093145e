-- Processes that write a run for its owner, each with a lease of its own; they go when the run gets another owner.

CREATE TABLE run_members (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run_id INTEGER NOT NULL REFERENCES runs (id),
  name TEXT NOT NULL,
  host TEXT NOT NULL,
  process INTEGER NOT NULL,
  process_started INTEGER NOT NULL,
  writes INTEGER NOT NULL,
  lease_until INTEGER NOT NULL
) STRICT;
CREATE INDEX run_members_by_run ON run_members (run_id);

-- Which of them claimed a call; 0 is the owner itself.
ALTER TABLE claims ADD COLUMN member INTEGER NOT NULL DEFAULT 0;

-- The token by whose right a row was written, so that a row that failed is not run twice in one go.
ALTER TABLE run_rows ADD COLUMN token INTEGER NOT NULL DEFAULT 0;

UPDATE store_info SET schema_version = 11;
