-- Of all runs that want a call one has it: the claim is on the call. It holds while its run has an owner, until its time is over.

DELETE FROM claims USING claims earlier
  WHERE claims.scope_id = earlier.scope_id AND claims.digest = earlier.digest AND claims.run_id > earlier.run_id;
ALTER TABLE claims DROP CONSTRAINT claims_pkey;
ALTER TABLE claims ADD PRIMARY KEY (scope_id, digest);
ALTER TABLE claims ADD COLUMN until bigint NOT NULL DEFAULT 0;

UPDATE store_info SET schema_version = 7;
