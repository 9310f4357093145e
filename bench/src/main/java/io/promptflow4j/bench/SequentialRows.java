package io.promptflow4j.bench;

import io.promptflow4j.evaluators.experiment.Prices;
import io.promptflow4j.evaluators.experiment.course.Blocks;
import io.promptflow4j.evaluators.experiment.course.Spending;
import io.promptflow4j.evaluators.statistics.planning.BinaryPlanner;
import io.promptflow4j.evaluators.statistics.planning.BinaryPlanner.Variant;
import io.promptflow4j.evaluators.statistics.planning.Demand;
import io.promptflow4j.evaluators.statistics.planning.Discordance;
import io.promptflow4j.evaluators.statistics.sequential.Decision;
import io.promptflow4j.evaluators.statistics.sequential.SequentialComparison;
import io.promptflow4j.evaluators.statistics.sequential.SequentialPlan;
import io.promptflow4j.evaluators.statistics.sequential.SequentialState;
import io.promptflow4j.evaluators.statistics.sequential.UnboundedComparison;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// What stopping early costs in errors and saves in rows, on right and wrong.
final class SequentialRows {

  private static final int LIMIT = 20_000;

  private final int repeats;

  SequentialRows(int repeats) {
    this.repeats = repeats;
  }

  void print() {
    validity();
    savings();
    command();
    coverage();
    unbounded();
  }

  /// The true wins and losses, the discordance that the plan expects, and the plan's miss rate.
  private record Setting(double wins, double losses, double expected, double missRate) {

    SequentialPlan plan() {
      return SequentialPlan.of(1, 0.1)
          .withErrorRates(0.05, missRate)
          .withPilot(expected)
          .withMaxRows(LIMIT);
    }

    SequentialState run(int seed) {
      var random = new SplittableRandom(seed);
      var comparison = new SequentialComparison(plan());
      SequentialState state = comparison.state();
      while (!state.finished()) {
        state = comparison.add(Trials.difference(random, wins, losses));
      }
      return state;
    }
  }

  private List<SequentialState> runs(Setting setting) {
    return IntStream.range(0, repeats).parallel().mapToObj(setting::run).toList();
  }

  private static double share(List<SequentialState> runs, Decision... decisions) {
    return (double)
            runs.stream().filter(run -> Arrays.asList(decisions).contains(run.decision())).count()
        / runs.size();
  }

  private static double meanRows(List<SequentialState> runs) {
    return runs.stream().mapToInt(SequentialState::rows).average().orElseThrow();
  }

  private void validity() {
    System.out.printf(
        "%n| truth | variants differ on | plan expected | better or worse | equivalent | mean rows"
            + " |%n");
    System.out.println("|---|---|---|---|---|---|");
    for (var setting :
        List.of(
            new Setting(0.13, 0.13, 0.26, 0.1),
            new Setting(0.13, 0.13, 0.10, 0.1),
            new Setting(0.13, 0.13, 0.60, 0.1),
            new Setting(0.04, 0.04, 0.26, 0.1),
            new Setting(0.25, 0.25, 0.26, 0.1),
            new Setting(0.18, 0.08, 0.26, 0.1),
            new Setting(0.18, 0.08, 0.10, 0.1),
            new Setting(0.18, 0.08, 0.60, 0.1),
            new Setting(0.23, 0.03, 0.26, 0.1))) {
      List<SequentialState> runs = runs(setting);
      System.out.printf(
          Locale.ROOT,
          "| %.0f points | %.0f %% | %.0f %% | %.2f %% | %.2f %% | %.0f |%n",
          100 * (setting.wins() - setting.losses()),
          100 * (setting.wins() + setting.losses()),
          100 * setting.expected(),
          100 * share(runs, Decision.BETTER, Decision.WORSE),
          100 * share(runs, Decision.EQUIVALENT),
          meanRows(runs));
    }
  }

  private void savings() {
    System.out.printf(
        "%n| variants differ on | miss rate asked | power reached | mean rows (median, 90 %%) |"
            + " fixed exact McNemar | saved | fixed mid-p | saved |%n");
    System.out.println("|---|---|---|---|---|---|---|---|");
    for (double losses : new double[] {0.05, 0.08, 0.18}) {
      for (double missRate : new double[] {0.2, 0.1, 0.05}) {
        saving(new Setting(losses + 0.1, losses, 2 * losses + 0.1, missRate));
      }
    }
  }

  private void saving(Setting setting) {
    List<SequentialState> runs = runs(setting);
    double power = share(runs, Decision.BETTER);
    int[] rows = runs.stream().mapToInt(SequentialState::rows).sorted().toArray();
    var discordance = new Discordance(setting.losses(), setting.wins());
    var demand = new Demand(0.05, 1 - setting.missRate());
    int exact = BinaryPlanner.rows(discordance, Variant.EXACT, demand).orThrow().rows();
    int midP = BinaryPlanner.rows(discordance, Variant.MID_P, demand).orThrow().rows();
    double mean = meanRows(runs);
    System.out.printf(
        Locale.ROOT,
        "| %.0f %% | %.0f %% | %.1f %% | %.0f (%d, %d) | %d | %.1f %% | %d | %.1f %% |%n",
        100 * discordance.total(),
        100 * setting.missRate(),
        100 * power,
        mean,
        rows[rows.length / 2],
        rows[rows.length * 9 / 10],
        exact,
        100 * (1 - mean / exact),
        midP,
        100 * (1 - mean / midP));
  }

  /// What `pf compare --stop-when-decided` takes: no pilot, a look at each row, and all rows of a
  /// block counted, those beyond the one that decided too.
  private void command() {
    System.out.printf(
        "%n| variants differ on | power reached | mean rows | fixed exact McNemar | saved | fixed"
            + " mid-p | saved |%n|---|---|---|---|---|---|---|%n");
    for (double losses : new double[] {0.05, 0.08, 0.18}) {
      var setting = new Setting(losses + 0.1, losses, 2 * losses + 0.1, 0.05);
      List<SequentialState> runs =
          IntStream.range(0, repeats).parallel().mapToObj(seed -> inBlocks(setting, seed)).toList();
      var discordance = new Discordance(setting.losses(), setting.wins());
      int exact =
          BinaryPlanner.rows(discordance, Variant.EXACT, new Demand(0.05, 0.95)).orThrow().rows();
      int midP =
          BinaryPlanner.rows(discordance, Variant.MID_P, new Demand(0.05, 0.95)).orThrow().rows();
      double mean = meanRows(runs);
      System.out.printf(
          Locale.ROOT,
          "| %.0f %% | %.1f %% | %.0f | %d | %.1f %% | %d | %.1f %% |%n",
          100 * discordance.total(),
          100 * share(runs, Decision.BETTER),
          mean,
          exact,
          100 * (1 - mean / exact),
          midP,
          100 * (1 - mean / midP));
    }
  }

  private static SequentialState inBlocks(Setting setting, int seed) {
    var random = new SplittableRandom(seed);
    var comparison = new SequentialComparison(SequentialPlan.of(1, 0.1).withErrorRates(0.05, 0.05));
    var blocks = new Blocks(LIMIT, Optional.empty(), Prices.UNKNOWN);
    SequentialState state = comparison.state();
    while (!state.finished() && state.rows() < LIMIT) {
      long end =
          blocks.after(state.rows(), comparison.rowsAhead(), new Spending()).orElse((long) LIMIT);
      while (state.rows() < end) {
        state = comparison.add(Trials.difference(random, setting.wins(), setting.losses()));
      }
    }
    return state;
  }

  /// Whether the truth is ever left by the interval within 500 rows; once left, it stays left.
  private void coverage() {
    System.out.printf(
        "%n| confidence sequence of level 95 %% | never left within 500 rows |%n|---|---|%n");
    for (var setting :
        List.of(
            new Setting(0.13, 0.13, 0.26, 0.1),
            new Setting(0.18, 0.08, 0.26, 0.1),
            new Setting(0.38, 0.08, 0.26, 0.1))) {
      double truth = setting.wins() - setting.losses();
      double kept = new Trials(repeats).share(random -> keeps(random, setting, truth));
      System.out.printf(
          Locale.ROOT,
          "| right or wrong, truth %.2f, variants differ on %.0f %% | %.2f %% |%n",
          truth,
          100 * (setting.wins() + setting.losses()),
          100 * kept);
    }
    double kept = new Trials(repeats).share(SequentialRows::keepsNumbers);
    System.out.printf(
        Locale.ROOT, "| numbers, uniform from −0.6 to 1, truth 0.2 | %.2f %% |%n", 100 * kept);
  }

  private static boolean keeps(SplittableRandom random, Setting setting, double truth) {
    var comparison = new SequentialComparison(setting.plan());
    for (int row = 0; row < 500; row++) {
      comparison.add(Trials.difference(random, setting.wins(), setting.losses()));
    }
    return comparison.state().interval().contains(truth);
  }

  private static boolean keepsNumbers(SplittableRandom random) {
    var comparison = new SequentialComparison(SequentialPlan.of(1, 0.1));
    for (int row = 0; row < 500; row++) {
      comparison.add(random.nextDouble(-0.6, 1));
    }
    return comparison.state().interval().contains(0.2);
  }

  /// What is said of metrics whose scale has no ends, within 1,000 rows.
  private void unbounded() {
    System.out.printf(
        "%n| differences without bounds, 1,000 rows | better or worse | mean rows"
            + " |%n|---|---|---|%n");
    unbounded("normal, truth 0", SplittableRandom::nextGaussian);
    unbounded("of two lognormal numbers, truth 0", SequentialRows::skewed);
    unbounded("Cauchy, centre 0", random -> Math.tan(Math.PI * (random.nextDouble() - 0.5)));
    unbounded(
        "exponential less 1 (not symmetric), truth 0",
        random -> Trials.exponential(random, 1)[0] - 1);
    unbounded("normal, truth 0.2 deviations", random -> random.nextGaussian() + 0.2);
    unbounded("normal, truth 0.5 deviations", random -> random.nextGaussian() + 0.5);
  }

  private void unbounded(String title, ToDoubleFunction<SplittableRandom> difference) {
    List<SequentialState> runs =
        IntStream.range(0, repeats)
            .parallel()
            .mapToObj(seed -> unbounded(new SplittableRandom(seed), difference))
            .toList();
    System.out.printf(
        Locale.ROOT,
        "| %s | %.2f %% | %.0f |%n",
        title,
        100 * share(runs, Decision.BETTER, Decision.WORSE),
        meanRows(runs));
  }

  private static SequentialState unbounded(
      SplittableRandom random, ToDoubleFunction<SplittableRandom> difference) {
    var comparison = new UnboundedComparison(OptionalDouble.empty(), 0.05, 0.1);
    Decision decision = Decision.UNDECIDED;
    for (int row = 0; row < 1_000 && decision == Decision.UNDECIDED; row++) {
      decision = comparison.add(difference.applyAsDouble(random));
    }
    return comparison.state();
  }

  private static double skewed(SplittableRandom random) {
    double one = Math.exp(random.nextGaussian());
    double other = Math.exp(random.nextGaussian());
    return one - other;
  }
}
