-- Processes that write a run for its owner, each with a lease of its own; they go when the run gets another owner.

CREATE TABLE run_members (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_id bigint NOT NULL REFERENCES runs (id),
  name text NOT NULL,
  host text NOT NULL,
  process bigint NOT NULL,
  process_started bigint NOT NULL,
  writes bigint NOT NULL,
  lease_until bigint NOT NULL
);
CREATE INDEX run_members_by_run ON run_members (run_id);

-- Which of them claimed a call; 0 is the owner itself.
ALTER TABLE claims ADD COLUMN member bigint NOT NULL DEFAULT 0;

-- The token by whose right a row was written, so that a row that failed is not run twice in one go.
ALTER TABLE run_rows ADD COLUMN token bigint NOT NULL DEFAULT 0;

UPDATE store_info SET schema_version = 11;
