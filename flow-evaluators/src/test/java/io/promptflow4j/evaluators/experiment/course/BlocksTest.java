package io.promptflow4j.evaluators.experiment.course;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.evaluators.experiment.Budget;
import io.promptflow4j.evaluators.experiment.Prices;
import io.promptflow4j.evaluators.statistics.sequential.SequentialComparison;
import io.promptflow4j.evaluators.statistics.sequential.SequentialPlan;
import io.promptflow4j.evaluators.statistics.sequential.SequentialState;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BlocksTest {

  private static final int REPEATS = 1_200;

  private final Blocks blocks = new Blocks(5_000, Optional.empty(), Prices.UNKNOWN);

  /// The short version of `bench`'s `SequentialRows`: the seeds are fixed.
  @Test
  void aComparisonWithoutAPilotSavesTwoFifthsOfTheRowsThatMidPNeeds() {
    int midP = 243; // rows for a power of 0.95, counted out by `BinaryPlanner`
    double rows = 0;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      rows += rowsRun(new SplittableRandom(repeat));
    }

    assertThat(rows / REPEATS).isLessThan(0.6 * midP);
  }

  @Test
  void manyRowsAreNotRunOneByOne() {
    assertThat(blocks.after(1_000, 1, new Spending())).contains(1_040L);
  }

  @Test
  void aBudgetCutsABlock() {
    var limited = new Blocks(5_000, Optional.of(new Budget.Rows(25)), Prices.UNKNOWN);

    assertThat(limited.after(20, 9, new Spending())).contains(25L);
    assertThat(limited.after(25, 9, new Spending())).isEmpty();
  }

  private int rowsRun(SplittableRandom random) {
    var comparison = new SequentialComparison(SequentialPlan.of(1, 0.1));
    SequentialState state = comparison.state();
    while (!state.finished()) {
      long end = blocks.after(state.rows(), comparison.rowsAhead(), new Spending()).orElseThrow();
      while (state.rows() < end) {
        double place = random.nextDouble();
        state = comparison.add(place < 0.15 ? 1 : place < 0.2 ? -1 : 0);
      }
    }
    return state.rows();
  }
}
