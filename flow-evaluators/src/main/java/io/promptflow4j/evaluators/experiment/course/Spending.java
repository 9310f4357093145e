package io.promptflow4j.evaluators.experiment.course;

import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.cost.Bill;
import io.promptflow4j.core.run.progress.BatchProgress;
import io.promptflow4j.evaluators.experiment.Prices;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Adds up what the runs of an experiment have taken: the calls that were made now, not those on
/// record. Owned by the thread that conducts it.
public final class Spending {

  private final Map<String, TokenUsage> byModel = new HashMap<>();
  private Bill bill = Bill.EMPTY;
  private long calls;

  /// Nothing was spent.
  public Spending() {}

  /// Takes a run that has come to its end.
  public void add(BatchProgress end) {
    calls += end.calls();
    bill = bill.plus(end.bill());
    end.usage().forEach((model, usage) -> byModel.merge(model, usage, TokenUsage::plus));
  }

  public long calls() {
    return calls;
  }

  /// What the calls cost: by `prices` if there are some, else what they had cost when they were
  /// made; empty if that is not known of all of them.
  public Optional<Double> cost(Prices prices) {
    return prices.isEmpty()
        ? Optional.of(bill)
            .filter(Bill::isComplete)
            .flatMap(Bill::single)
            .filter(money -> money.currency().equals(prices.currency()))
            .map(money -> money.amount().doubleValue())
        : prices.cost(byModel);
  }
}
