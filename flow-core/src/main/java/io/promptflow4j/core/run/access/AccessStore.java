package io.promptflow4j.core.run.access;

import io.promptflow4j.core.model.budget.SpendingLedger;

/// Who may call, what was changed and refused, what was answered, and what it took. Open until it
/// is closed.
///
/// All methods throw [io.promptflow4j.core.run.RunStoreException] if the store can't be read or
/// written.
public interface AccessStore extends AutoCloseable {

  AccessKeys keys();

  AuditLog audit();

  KeptReplies replies();

  /// What the calls of keys took day by day; a key's page is called [Quota#page].
  SpendingLedger spending();

  @Override
  void close();
}
