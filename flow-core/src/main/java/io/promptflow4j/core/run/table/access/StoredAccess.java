package io.promptflow4j.core.run.table.access;

import io.promptflow4j.core.model.budget.SpendingLedger;
import io.promptflow4j.core.run.access.AccessKeys;
import io.promptflow4j.core.run.access.AccessStore;
import io.promptflow4j.core.run.access.AuditLog;
import io.promptflow4j.core.run.access.KeptReplies;
import io.promptflow4j.core.run.database.Database;
import io.promptflow4j.core.run.table.spending.StoredSpending;

/// Keys, the audit log and kept answers in the database of the runs.
public record StoredAccess(Database database) implements AccessStore {

  @Override
  public AccessKeys keys() {
    return new StoredKeys(database);
  }

  @Override
  public AuditLog audit() {
    return new StoredAudit(database);
  }

  @Override
  public KeptReplies replies() {
    return new StoredReplies(database);
  }

  @Override
  public SpendingLedger spending() {
    return new StoredSpending(database);
  }

  @Override
  public void close() {
    database.close();
  }
}
