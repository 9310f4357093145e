-- What the calls of connections took day by day, with what is booked for calls under way. Money is in billionths.

CREATE TABLE spending (
  connection text NOT NULL,
  day text NOT NULL,
  currency text NOT NULL,
  money bigint NOT NULL,
  tokens bigint NOT NULL,
  calls bigint NOT NULL,
  PRIMARY KEY (connection, day, currency)
);

UPDATE store_info SET schema_version = 6;
