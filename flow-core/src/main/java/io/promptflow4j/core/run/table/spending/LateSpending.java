package io.promptflow4j.core.run.table.spending;

import io.promptflow4j.core.model.budget.Budget;
import io.promptflow4j.core.model.budget.Spending;
import io.promptflow4j.core.model.budget.SpendingLedger;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The ledger of a store that is made when something is first booked.
///
/// @param existing the store's own, if the store is there
/// @param made the store's own, after it was made
public record LateSpending(
    Supplier<Optional<SpendingLedger>> existing, Supplier<SpendingLedger> made)
    implements SpendingLedger {

  @Override
  public Booking book(Page page, Spending more, Budget most) {
    return made.get().book(page, more, most);
  }

  @Override
  public void correct(Page page, Spending difference) {
    made.get().correct(page, difference);
  }

  @Override
  public Map<Page, Spending> on(LocalDate day) {
    return existing.get().map(ledger -> ledger.on(day)).orElse(Map.of());
  }
}
