-- Registered models, and the record of every change of them.

CREATE TABLE registry_entries (
  name text NOT NULL,
  version integer NOT NULL,
  entry text NOT NULL,
  PRIMARY KEY (name, version)
);

-- Stays when an entry is deleted.
CREATE TABLE registry_changes (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL,
  version integer NOT NULL,
  changed bigint NOT NULL,
  who text NOT NULL,
  what text NOT NULL,
  before text,
  after text
);

CREATE INDEX registry_changes_by_name ON registry_changes (name, version);

UPDATE store_info SET schema_version = 2;
