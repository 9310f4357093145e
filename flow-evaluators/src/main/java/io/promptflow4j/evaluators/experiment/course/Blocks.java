package io.promptflow4j.evaluators.experiment.course;

import io.promptflow4j.evaluators.experiment.Budget;
import io.promptflow4j.evaluators.experiment.Prices;
import java.util.Optional;

/// Says how many rows an experiment has run after its next block.
///
/// Where scores are looked at, a block is as many rows as it takes at least until they can decide:
/// whatever they say, looking in between would stop at none of them. It is not less than five rows
/// and a twenty-fifth of the rows before it, since each block has its price in time; a few rows may
/// then be run beyond the one that decides. Where no score is looked at, a block is a tenth of what
/// came before it, at least ten rows.
///
/// Where calls or money are limited, the first block is small, and each is cut to what the rows
/// before it say is left.
public final class Blocks {

  private static final long LEAST = 10;
  private static final long FIRST_OF_LIMITED = 4;
  private static final long SHARE = 10;
  private static final long LEAST_LOOKED_AT = 5;
  private static final long SHARE_LOOKED_AT = 25;

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
    return next(done, Math.max(LEAST, done / SHARE), spent);
  }

  /// The same where scores are looked at.
  ///
  /// @param ahead how many more rows it takes at least until it is decided
  public Optional<Long> after(long done, long ahead, Spending spent) {
    long least = Math.max(LEAST_LOOKED_AT, done / SHARE_LOOKED_AT);
    return next(done, Math.max(ahead, least), spent);
  }

  private Optional<Long> next(long done, long block, Spending spent) {
    long wanted = Math.min(all, done + Math.max(1, block));
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
