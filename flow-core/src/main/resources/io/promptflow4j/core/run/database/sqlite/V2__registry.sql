-- Registered models, and the record of every change of them.

CREATE TABLE registry_entries (
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  entry TEXT NOT NULL,
  PRIMARY KEY (name, version)
) STRICT;

-- Stays when an entry is deleted.
CREATE TABLE registry_changes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  who TEXT NOT NULL,
  what TEXT NOT NULL,
  before TEXT,
  after TEXT
) STRICT;

CREATE INDEX registry_changes_by_name ON registry_changes (name, version);

UPDATE store_info SET schema_version = 2;
