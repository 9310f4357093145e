package io.promptflow4j.core.run.ledger;

import io.promptflow4j.core.model.budget.Budget;
import io.promptflow4j.core.model.budget.Spending;
import io.promptflow4j.core.model.budget.SpendingLedger;
import io.promptflow4j.core.model.budget.SpendingLedgers;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.store.RunStores;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;

/// The ledgers that are kept beside the runs of a workspace.
public final class WorkspaceLedgers implements SpendingLedgers {

  /// For `ServiceLoader`.
  public WorkspaceLedgers() {}

  @Override
  public SpendingLedger open(Path folder, Map<String, String> environment) {
    return new Held(RunStores.open(folder, environment));
  }

  /// A ledger with the store that it is in.
  private record Held(RunStore store) implements SpendingLedger {

    @Override
    public Booking book(Page page, Spending more, Budget most) {
      return store.spending().book(page, more, most);
    }

    @Override
    public void correct(Page page, Spending difference) {
      store.spending().correct(page, difference);
    }

    @Override
    public Map<Page, Spending> on(LocalDate day) {
      return store.spending().on(day);
    }

    @Override
    public void close() {
      store.close();
    }
  }
}
