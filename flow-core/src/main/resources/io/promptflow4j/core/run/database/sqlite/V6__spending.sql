-- What the calls of connections took day by day, with what is booked for calls under way. Money is in billionths.

CREATE TABLE spending (
  connection TEXT NOT NULL,
  day TEXT NOT NULL,
  currency TEXT NOT NULL,
  money INTEGER NOT NULL,
  tokens INTEGER NOT NULL,
  calls INTEGER NOT NULL,
  PRIMARY KEY (connection, day, currency)
) STRICT;

UPDATE store_info SET schema_version = 6;
