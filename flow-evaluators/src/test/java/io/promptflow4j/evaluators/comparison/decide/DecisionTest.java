package io.promptflow4j.evaluators.comparison.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.comparison.ComparedRow;
import io.promptflow4j.evaluators.comparison.ComparedRow.RowScore;
import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.Comparison.Cost;
import io.promptflow4j.evaluators.comparison.Comparison.Difference;
import io.promptflow4j.evaluators.comparison.Comparison.Metric;
import io.promptflow4j.evaluators.comparison.Comparison.Variant;
import io.promptflow4j.evaluators.comparison.Comparison.Verdict;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DecisionTest {

  private static final Comparison.Settings SETTINGS =
      new Comparison.Settings(0.95, 0.05, 0.8, "holm");

  @Test
  void aVariantThatWinsFarMoreRowsThanItLosesIsBetter() {
    var scores = new ScoreSheet();
    fill(scores, "old", "right", 100, line -> line % 5 < 3 ? 1 : 0);
    fill(scores, "new", "right", 100, line -> line % 5 < 4 ? 1 : 0);

    Difference one = decide(scores, binary("right", 0.02)).getFirst();

    assertThat(one.verdict()).isEqualTo(Verdict.BETTER);
    assertThat(one.wins()).isEqualTo(20);
    assertThat(one.losses()).isZero();
    assertThat(one.difference().orElseThrow().value()).isCloseTo(0.2, within(1e-12));
    assertThat(one.words())
        .startsWith("right: new is better than old: +20 points (")
        .endsWith("on 100 rows.");
  }

  @Test
  void aDifferenceThatIsTheSameInEveryRowIsNoLessOfOne() {
    var scores = new ScoreSheet();
    fill(scores, "old", "grade", 30, line -> line % 4);
    fill(scores, "new", "grade", 30, line -> line % 4 + 0.5);

    Difference one = decide(scores, bounded("grade", 0)).getFirst();

    assertThat(one.verdict()).isEqualTo(Verdict.BETTER);
    assertThat(one.difference().orElseThrow().value()).isEqualTo(0.5);
    assertThat(one.difference().orElseThrow().method()).isEqualTo("no interval: no spread");
    assertThat(one.words()).startsWith("grade: new is better than old: +0.5 (+0.5 to +0.5)");
  }

  @Test
  void variantsThatAreAlikeInEveryRowAreEquivalentIfThereAreEnoughRows() {
    var scores = new ScoreSheet();
    fill(scores, "old", "grade", 200, line -> line % 4);
    fill(scores, "new", "grade", 200, line -> line % 4);
    var few = new ScoreSheet();
    fill(few, "old", "grade", 20, line -> line % 4);
    fill(few, "new", "grade", 20, line -> line % 4);

    assertThat(decide(scores, bounded("grade", 0.1)).getFirst().verdict())
        .isEqualTo(Verdict.EQUIVALENT);
    assertThat(decide(few, bounded("grade", 0.1)).getFirst().verdict())
        .isEqualTo(Verdict.TOO_FEW_ROWS);
  }

  private static Metric bounded(String name, double margin) {
    return new Metric(
        name,
        "",
        "",
        Metric.Kind.CONTINUOUS,
        Metric.Direction.HIGHER,
        Optional.of(0.0),
        Optional.of(5.0),
        margin);
  }

  @Test
  void lowerIsBetterWhereTheMetricSaysSo() {
    var scores = new ScoreSheet();
    fill(scores, "old", "errors", 60, line -> 5 + line % 3);
    fill(scores, "new", "errors", 60, line -> 3 + line % 4);

    Difference one =
        decide(scores, metric("errors", Metric.Kind.CONTINUOUS, Metric.Direction.LOWER, 0))
            .getFirst();

    assertThat(one.verdict()).isEqualTo(Verdict.BETTER);
    assertThat(one.wins()).isGreaterThan(one.losses());
  }

  @Test
  void variantsThatDifferByLessThanTheMarginAreEquivalent() {
    var scores = new ScoreSheet();
    fill(scores, "old", "grade", 400, line -> line % 7);
    fill(scores, "new", "grade", 400, line -> line % 7 + (line % 40 == 0 ? 0.1 : 0));

    Difference one =
        decide(scores, metric("grade", Metric.Kind.CONTINUOUS, Metric.Direction.HIGHER, 0.2))
            .getFirst();

    assertThat(one.verdict()).isEqualTo(Verdict.EQUIVALENT);
    assertThat(one.words()).contains("a difference of 0.2 can be ruled out on 400 rows");
  }

  @Test
  void whereRowsAreTooFewItSaysHowManyAndWhatTheyWouldCost() {
    var scores = new ScoreSheet();
    fill(scores, "old", "right", 20, line -> line % 2);
    fill(scores, "new", "right", 20, line -> line % 4 == 1 || line % 8 == 2 ? 1 : 0);

    Difference one = decide(scores, binary("right", 0.1)).getFirst();

    assertThat(one.verdict()).isEqualTo(Verdict.TOO_FEW_ROWS);
    assertThat(one.needed().orElseThrow()).isBetween(100L, 500L);
    assertThat(one.neededCost().orElseThrow().amount())
        .isCloseTo(one.needed().orElseThrow() * 0.03, within(1e-9));
    assertThat(one.words())
        .contains(" would show a difference of 0.1: ")
        .contains(
            "%d more, about %s USD."
                .formatted(
                    one.needed().orElseThrow() - 20,
                    new BigDecimal((one.needed().orElseThrow() - 20) * 0.03)
                        .round(new MathContext(3))
                        .stripTrailingZeros()
                        .toPlainString()));
  }

  @Test
  void theVerdictSaysWhatTheRowsThatAreMissingWouldCost() {
    var scores = new ScoreSheet();
    fill(scores, "old", "right", 20, line -> line % 2);
    fill(scores, "new", "right", 20, line -> line % 4 == 1 || line % 8 == 2 ? 1 : 0);
    Decision decision = decision(binary("right", 0.1));

    assertThat(decision.verdict(decision.differences(scores)))
        .matches(
            "new has too few rows to tell for right"
                + " \\(about \\d+ rows more, about [\\d.]+ USD\\)\\.");
  }

  @Test
  void whereNoNumberOfRowsCouldDecideItSaysSo() {
    var scores = new ScoreSheet();
    fill(scores, "old", "right", 20, line -> line % 2);
    fill(scores, "new", "right", 20, line -> line % 2);

    Difference one = decide(scores, binary("right", 0)).getFirst();

    assertThat(one.verdict()).isEqualTo(Verdict.TOO_FEW_ROWS);
    assertThat(one.needed()).isEmpty();
    assertThat(one.words()).contains("can't be told: no difference was seen", "(--margin)");
  }

  @Test
  void whereRowsEnoughForTheMarginDecideNothingItAsksForMore() {
    var scores = new ScoreSheet();
    fill(scores, "old", "right", 300, line -> line % 2);
    fill(scores, "new", "right", 300, DecisionTest::oftenRight);

    Difference one = decide(scores, binary("right", 0.05)).getFirst();

    assertThat(one.verdict()).isEqualTo(Verdict.TOO_FEW_ROWS);
    assertThat(one.needed().orElseThrow()).isGreaterThan(300);
  }

  @Test
  void severalMetricsShareTheErrorRateSoEachTakesMoreRows() {
    var scores = new ScoreSheet();
    for (String metric : List.of("a", "b", "c")) {
      fill(scores, "old", metric, 20, line -> line % 2);
      fill(scores, "new", metric, 20, line -> line % 4 == 1 || line % 8 == 2 ? 1 : 0);
    }

    long alone = decide(scores, binary("a", 0.1)).getFirst().needed().orElseThrow();
    long together =
        decide(scores, binary("a", 0.1), binary("b", 0.1), binary("c", 0.1))
            .getFirst()
            .needed()
            .orElseThrow();

    assertThat(together).isGreaterThan(alone);
  }

  @Test
  void pValuesAreAdjustedOverAllMetricsAtOnce() {
    var scores = new ScoreSheet();
    for (String metric : List.of("a", "b")) {
      fill(scores, "old", metric, 100, line -> line % 5 < 3 ? 1 : 0);
      fill(scores, "new", metric, 100, line -> line % 5 < 4 ? 1 : 0);
    }

    List<Difference> both = decide(scores, binary("a", 0), binary("b", 0));

    assertThat(both)
        .allSatisfy(one ->
            assertThat(one.adjusted().orElseThrow())
                .isCloseTo(2 * one.p().orElseThrow(), within(1e-15)));
  }

  @Nested
  class Scores {

    @Test
    void repeatsOfARowAreOneRow() {
      var scores = new ScoreSheet();
      for (int repeat = 0; repeat < 4; repeat++) {
        fill(scores, "old", "grade", 30, line -> line % 3);
      }

      var summary =
          decision(metric("grade", Metric.Kind.ORDINAL, Metric.Direction.HIGHER, 0))
              .summaries(scores)
              .getFirst();

      assertThat(summary.scored()).isEqualTo(30);
    }

    @Test
    void whatIsNotScoredIsCountedAndNeverAveraged() {
      var scores = new ScoreSheet();
      fill(scores, "old", "right", 10, _ -> 1);
      scores.add("old", "right", 10, new RowScore.NotScored("no number in the reply"));

      var summary = decision(binary("right", 0)).summaries(scores).getFirst();

      assertThat(summary.notScored()).isEqualTo(1);
      assertThat(summary.mean().orElseThrow().value()).isEqualTo(1);
    }

    @Test
    void rowsThatOnlyOneOfBothHasAreLeftOut() {
      var scores = new ScoreSheet();
      fill(scores, "old", "right", 10, _ -> 1);
      fill(scores, "new", "right", 8, _ -> 1);

      assertThat(decide(scores, binary("right", 0)).getFirst().rows()).isEqualTo(8);
    }

    @Test
    void aVariantWithoutScoresCannotBeCompared() {
      var scores = new ScoreSheet();
      fill(scores, "old", "right", 10, _ -> 1);

      Difference one = decide(scores, binary("right", 0)).getFirst();

      assertThat(one.verdict()).isEqualTo(Verdict.NOT_COMPARABLE);
      assertThat(one.words()).isEqualTo("right: no row is scored for both new and old.");
    }
  }

  @Test
  void theGroupThatAVariantServesWorstIsFlagged() {
    var scores = new ScoreSheet();
    var rows = new ArrayList<ComparedRow>();
    for (int line = 0; line < 80; line++) {
      var data = new LinkedHashMap<String, Value>();
      data.put("language", Value.of(line % 2 == 0 ? "en" : "de"));
      rows.add(new ComparedRow(line, new Value.Mapping(data), new LinkedHashMap<>()));
    }
    fill(scores, "old", "grade", 80, line -> 3 + line % 3);
    fill(scores, "new", "grade", 80, line -> line % 2 == 0 ? 4 + line % 3 : 1 + line % 3);

    var slicing =
        decision(metric("grade", Metric.Kind.ORDINAL, Metric.Direction.HIGHER, 0))
            .slicing("language", rows, scores);

    assertThat(slicing.slices()).extracting(Comparison.Slice::value).containsExactly("en", "de");
    assertThat(slicing.gaps())
        .filteredOn(Comparison.Gap::flagged)
        .singleElement()
        .satisfies(gap -> {
          assertThat(gap.variant()).isEqualTo("new");
          assertThat(gap.worst()).isEqualTo("de");
        });
  }

  @Test
  void theVerdictSaysAllOfItInOneSentenceForEachVariant() {
    var scores = new ScoreSheet();
    fill(scores, "old", "right", 100, line -> line % 5 < 3 ? 1 : 0);
    fill(scores, "new", "right", 100, line -> line % 5 < 4 ? 1 : 0);
    Decision decision = decision(binary("right", 0.02));

    assertThat(decision.verdict(decision.differences(scores)))
        .isEqualTo("new is better than old in right (+0.2).");
  }

  @Test
  void aBaselineHasToBeAVariant() {
    assertThatThrownBy(() -> new Decision(List.of(), List.of(), "old", 0, SETTINGS))
        .hasMessage("the baseline 'old' is no variant");
  }

  /// The first rows the other way round than the baseline, the rest alike: 18 won and 10 lost.
  private static double oftenRight(int line) {
    boolean differs = line < 20 || (line < 36 && line % 2 == 0);
    return differs ? 1 - line % 2 : line % 2;
  }

  private static List<Difference> decide(ScoreSheet scores, Metric... metrics) {
    return decision(metrics).differences(scores);
  }

  private static Decision decision(Metric... metrics) {
    return new Decision(
        List.of(variant("old", 1.0), variant("new", 2.0)), List.of(metrics), "old", 100, SETTINGS);
  }

  private static Variant variant(String name, double cost) {
    return new Variant(
        name,
        name,
        "",
        100,
        0,
        0,
        0,
        Optional.empty(),
        Optional.of(new Cost(cost * 0.4, "USD")),
        Optional.of(new Cost(cost * 0.6, "USD")));
  }

  private static Metric binary(String name, double margin) {
    return metric(name, Metric.Kind.BINARY, Metric.Direction.HIGHER, margin);
  }

  private static Metric metric(
      String name, Metric.Kind kind, Metric.Direction direction, double margin) {
    return new Metric(name, "", "", kind, direction, Optional.empty(), Optional.empty(), margin);
  }

  private static void fill(
      ScoreSheet scores, String variant, String metric, int rows, IntToDoubleFunction value) {
    for (int line = 0; line < rows; line++) {
      scores.add(variant, metric, line, new RowScore.Scored(value.applyAsDouble(line), ""));
    }
  }
}
