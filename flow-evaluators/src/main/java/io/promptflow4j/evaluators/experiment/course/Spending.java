package io.promptflow4j.evaluators.experiment.course;

import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.cost.Bill;
import io.promptflow4j.core.run.progress.BatchProgress;
import io.promptflow4j.evaluators.experiment.Prices;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Adds up what the runs of an experiment have taken: the calls that were made now, not those on
/// record. Thread-safe.
public final class Spending {

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, TokenUsage> byModel = new HashMap<>();
  private Bill bill = Bill.EMPTY;
  private long calls;

  /// Nothing was spent.
  public Spending() {}

  /// Takes a run that has come to its end.
  public void add(BatchProgress end) {
    lock.lock();
    try {
      calls += end.calls();
      bill = bill.plus(end.bill());
      end.usage().forEach((model, usage) -> byModel.merge(model, usage, TokenUsage::plus));
    } finally {
      lock.unlock();
    }
  }

  public long calls() {
    lock.lock();
    try {
      return calls;
    } finally {
      lock.unlock();
    }
  }

  /// What the calls cost: by `prices` if there are some, else what they had cost when they were
  /// made; empty if that is not known of all of them.
  public Optional<Double> cost(Prices prices) {
    lock.lock();
    try {
      return prices.isEmpty() ? billed(prices.currency()) : prices.cost(byModel);
    } finally {
      lock.unlock();
    }
  }

  private Optional<Double> billed(String currency) {
    return Optional.of(bill)
        .filter(Bill::isComplete)
        .flatMap(Bill::single)
        .filter(money -> money.currency().equals(currency))
        .map(money -> money.amount().doubleValue());
  }
}
