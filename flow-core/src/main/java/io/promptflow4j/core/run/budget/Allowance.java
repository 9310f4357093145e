package io.promptflow4j.core.run.budget;

import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.Money;
import io.promptflow4j.core.model.budget.Budget;
import io.promptflow4j.core.model.cost.CostValue;
import io.promptflow4j.core.run.RunProgress;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Lets calls begin as long as the budget of their run allows it. Thread-safe.
///
/// For each call that is under way as much is set aside as the dearest call of the run took so far.
/// As long as no call has ended, nothing is known of that, so the first calls go one after the
/// other.
public final class Allowance {

  private final Optional<Budget> budget;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private BigDecimal spent;
  private BigDecimal dearest = BigDecimal.ZERO;
  private long tokens;
  private long mostTokens;
  private long calls;
  private long underWay;
  private boolean knowsCalls;
  private Optional<End> over = Optional.empty();

  /// Why no call may be made any more, and what to do, each in half a sentence.
  public record End(String why, String remedy) {}

  /// @param before what earlier processes of the run took
  public Allowance(Optional<Budget> budget, RunProgress before) {
    this.budget = budget;
    this.spent =
        budget
            .flatMap(Budget::money)
            .map(most -> before.bill().in(most.currency()).amount())
            .orElse(BigDecimal.ZERO);
    this.tokens = before.usage().total();
    this.calls = before.calls();
    this.knowsCalls = budget.isEmpty();
  }

  /// Without a budget.
  public static Allowance unlimited() {
    return new Allowance(Optional.empty(), RunProgress.NONE);
  }

  /// Sets aside what one more call may take; waits while that is not known, or while calls that are
  /// under way may leave enough.
  ///
  /// @return why there is not enough left; empty if the call may be made, and then [#ended] or
  ///   [#failed] must follow
  public Optional<End> begin() throws InterruptedException {
    if (budget.isEmpty()) {
      return Optional.empty();
    }
    lock.lockInterruptibly();
    try {
      while (over.isEmpty() && underWay > 0 && (!knowsCalls || !fits(budget.get()))) {
        changed.await();
      }
      if (over.isEmpty() && !fits(budget.get())) {
        over =
            Optional.of(
                new End(
                    "the budget of %s is used up".formatted(budget.get()),
                    "it can go on with a larger one"));
      }
      if (over.isEmpty()) {
        underWay++;
      }
      return over;
    } finally {
      lock.unlock();
    }
  }

  private boolean fits(Budget most) {
    BigDecimal aside = dearest.multiply(BigDecimal.valueOf(underWay + 1));
    return most.calls().stream().allMatch(number -> calls + underWay + 1 <= number)
        && most.tokens().stream().allMatch(number -> tokens + mostTokens * (underWay + 1) <= number)
        && most.money().map(money -> spent.add(aside).compareTo(money.amount()) <= 0).orElse(true)
        && !isSpent(most);
  }

  /// Whether nothing is left, so that not even a first call may be made.
  private boolean isSpent(Budget most) {
    return most.tokens().stream().anyMatch(number -> tokens >= number)
        || most.money().map(money -> spent.compareTo(money.amount()) >= 0).orElse(false);
  }

  /// The call gave a result.
  public void ended(RecordedCall call) {
    settle(() -> {
      calls++;
      tokens += call.usage().total();
      mostTokens = Math.max(mostTokens, call.usage().total());
      budget
          .flatMap(Budget::money)
          .ifPresent(most -> pay(most, CostValue.read(call.facts().get("cost"))));
      knowsCalls = true;
    });
  }

  private void pay(Money most, Cost cost) {
    switch (cost) {
      case Cost.Known(Money money) -> pay(most, money);
      case Cost.Estimated(Money money) -> pay(most, money);
      case Cost.Unknown(String reason) ->
          over =
              Optional.of(
                  new End(
                      "the budget of %s can't be kept, because the cost of a call is unknown (%s),"
                              .formatted(most, reason)
                          + " and the run stopped",
                      "write the price into a catalog file, or give the budget in calls or"
                          + " tokens"));
    }
  }

  private void pay(Money most, Money money) {
    if (money.currency().equals(most.currency())) {
      spent = spent.add(money.amount());
      dearest = dearest.max(money.amount());
    } else {
      over =
          Optional.of(
              new End(
                  "the budget is in %s, but a call was paid in %s"
                      .formatted(most.currency(), money.currency()),
                  "give it in %s".formatted(money.currency())));
    }
  }

  /// A call that nothing was set aside for took so much.
  public void took(RecordedCall call) {
    if (budget.isPresent()) {
      lock.lock();
      try {
        underWay++;
      } finally {
        lock.unlock();
      }
      ended(call);
    }
  }

  /// The call gave none; what it may have cost is not known.
  public void failed() {
    settle(() -> {});
  }

  private void settle(Runnable change) {
    if (budget.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      underWay--;
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
