package io.promptflow4j.core.model.budget;

import java.nio.file.Path;
import java.util.Map;

/// Opens the ledger of a workspace. Found by `ServiceLoader`, because the ledger is kept beside the
/// runs, of which models know nothing.
@FunctionalInterface
public interface SpendingLedgers {

  /// The ledger for whoever works in `folder`.
  SpendingLedger open(Path folder, Map<String, String> environment);
}
