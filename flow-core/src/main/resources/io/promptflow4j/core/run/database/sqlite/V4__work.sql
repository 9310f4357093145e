-- How long processes worked on each run, in milliseconds, and when this was last written; the time between them is no work.

ALTER TABLE run_states ADD COLUMN worked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE run_states ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;

UPDATE run_states SET worked = (ended - started) / 1000000 WHERE ended > started;

UPDATE store_info SET schema_version = 4;
