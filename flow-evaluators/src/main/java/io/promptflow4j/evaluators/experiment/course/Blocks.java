package io.promptflow4j.evaluators.experiment.course;

import io.promptflow4j.evaluators.experiment.Budget;
import io.promptflow4j.evaluators.experiment.Prices;
import java.util.Optional;

/// Says how many rows an experiment has run after its next block.
///
/// A block is a tenth of what came before it, at least ten rows, so that reading all of them again
/// after each block costs little, and few rows are run beyond the one that decides. Where calls or
/// money are limited, the first block is smaller, and each is cut to what the rows before it say is
/// left.
public final class Blocks {

  private static final long LEAST = 10;
  private static final long FIRST_OF_LIMITED = 4;
  private static final long SHARE = 10;

  private final long all;
  private final Optional<Budget> budget;
  private final Prices prices;

  /// @param all how many rows there are
  public Blocks(long all, Optional<Budget> budget, Prices prices) {
    this.all = all;
    this.budget = budget;
    this.prices = prices;
  }

  /// How many rows are to be run in all after the next block; empty if there are no more, or if the
  /// budget does not reach.
  ///
  /// @param done how many have been run
  public Optional<Long> after(long done, Spending spent) {
    long wanted = Math.min(all, done + Math.max(LEAST, done / SHARE));
    long allowed = budget.map(limit -> allowed(limit, done, spent)).orElse(wanted);
    long next = Math.min(wanted, allowed);
    return next > done ? Optional.of(next) : Optional.empty();
  }

  private long allowed(Budget limit, long done, Spending spent) {
    return switch (limit) {
      case Budget.Rows(long most) -> most;
      case Budget.Calls(long most) -> allowed(done, (double) spent.calls(), (double) most);
      case Budget.Money(double most) ->
          spent.cost(prices).map(cost -> allowed(done, cost, most)).orElse(0L);
    };
  }

  private static long allowed(long done, double spent, double most) {
    if (done == 0) {
      return FIRST_OF_LIMITED;
    }
    return spent <= 0 ? Long.MAX_VALUE : done + (long) ((most - spent) / (spent / done));
  }
}
