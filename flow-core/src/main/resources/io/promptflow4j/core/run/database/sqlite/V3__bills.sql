-- What the model calls of each run cost, as JSON: amounts by currency, calls with and without a price.

ALTER TABLE run_states ADD COLUMN bill TEXT NOT NULL DEFAULT '{}';

UPDATE store_info SET schema_version = 3;
