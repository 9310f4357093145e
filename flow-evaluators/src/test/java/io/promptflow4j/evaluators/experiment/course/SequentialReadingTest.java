package io.promptflow4j.evaluators.experiment.course;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.evaluators.comparison.ComparedRow.RowScore;
import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.Comparison.Cost;
import io.promptflow4j.evaluators.comparison.Comparison.Difference;
import io.promptflow4j.evaluators.comparison.Comparison.Metric;
import io.promptflow4j.evaluators.comparison.Comparison.Variant;
import io.promptflow4j.evaluators.comparison.Comparison.Verdict;
import io.promptflow4j.evaluators.comparison.decide.Decision;
import io.promptflow4j.evaluators.comparison.decide.ScoreSheet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SequentialReadingTest {

  private static final Comparison.Settings SETTINGS =
      new Comparison.Settings(0.95, 0.05, 0.8, "holm");

  @Test
  void whatIsOpenIsSaidWithTheRowsItWouldTakeAndTheirCost() {
    Difference open = read(60, 0.1, line -> line % 10 == 0 ? 1 : 0, 0.002);

    assertThat(open.verdict()).isEqualTo(Verdict.TOO_FEW_ROWS);
    assertThat(open.needed().orElseThrow()).isBetween(61L, 600L);
    assertThat(open.words())
        .contains("60 rows can't tell new and old apart", "rows would decide it: ")
        .endsWith(" USD.");
    assertThat(open.neededCost().orElseThrow().amount())
        .isEqualTo(open.needed().orElseThrow() * 0.002);
  }

  @Test
  void soManyRowsDoDecideItInMostCases() {
    IntToDoubleFunction wins = line -> line % 10 == 0 ? 1 : 0;
    long needed = read(60, 0.1, wins, 0).needed().orElseThrow();

    assertThat(read((int) needed, 0.1, wins, 0).verdict()).isEqualTo(Verdict.BETTER);
  }

  @Test
  void fewRowsSayNothing() {
    assertThat(read(6, 0.1, line -> line % 3 == 0 ? 1 : 0, 0).words())
        .endsWith("How many rows would do can't be told: fewer than 10 rows say too little.");
  }

  @Test
  void whatWouldTakeFarTooManyRowsIsSaidSo() {
    assertThat(read(40, 0.001, line -> line % 2 == 0 ? 0 : line % 4 - 2, 0).words())
        .contains("can't be told: even 1,040 rows like these would hardly decide it");
  }

  /// What is said of rows with these differences.
  private static Difference read(
      int rows, double margin, IntToDoubleFunction difference, double costPerRow) {
    var scores = new ScoreSheet();
    for (int line = 0; line < rows; line++) {
      double by = difference.applyAsDouble(line);
      scores.add("old", "right", line, new RowScore.Scored(by < 0 ? 1 : 0, ""));
      scores.add("new", "right", line, new RowScore.Scored(by > 0 ? 1 : 0, ""));
    }
    var metric =
        new Metric(
            "right",
            "",
            "",
            Metric.Kind.BINARY,
            Metric.Direction.HIGHER,
            Optional.of(0.0),
            Optional.of(1.0),
            margin);
    var decision =
        new Decision(
            List.of(variant("old"), variant("new")), List.of(metric), "old", rows, SETTINGS);
    List<Long> order = LongStream.range(0, rows).boxed().toList();
    return new SequentialDesign("old", List.of("old", "new"), List.of(metric), order, SETTINGS)
        .read(scores)
        .on(decision.differences(scores), _ -> Optional.of(new Cost(costPerRow, "USD")))
        .getFirst();
  }

  private static Variant variant(String name) {
    return new Variant(
        name, name, "", 1, 0, 0, 0, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
