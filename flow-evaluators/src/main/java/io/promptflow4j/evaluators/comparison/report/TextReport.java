package io.promptflow4j.evaluators.comparison.report;

import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.Comparison.Difference;
import io.promptflow4j.evaluators.comparison.Comparison.Gap;
import io.promptflow4j.evaluators.comparison.Comparison.Metric;
import io.promptflow4j.evaluators.comparison.Comparison.Slice;
import io.promptflow4j.evaluators.comparison.Comparison.Slicing;
import io.promptflow4j.evaluators.comparison.Comparison.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/// A comparison as a terminal shows it.
public final class TextReport {

  private final Comparison comparison;
  private final ToIntFunction<String> width;
  private final StringBuilder text = new StringBuilder();

  private TextReport(Comparison comparison, ToIntFunction<String> width) {
    this.comparison = comparison;
    this.width = width;
  }

  /// What a terminal shows.
  ///
  /// @param width how many columns a text takes
  public static String of(Comparison comparison, ToIntFunction<String> width) {
    var report = new TextReport(comparison, width);
    report.variants();
    report.differences();
    comparison.slicings().forEach(report::slicing);
    report.verdict();
    return report.text.toString();
  }

  private void variants() {
    var table = new TextTable(width);
    var head = new ArrayList<>(List.of("VARIANT", "ROWS", "FAILED"));
    comparison.metrics().forEach(metric -> head.add(metric.name()));
    head.addAll(List.of("LATENCY", "TOKENS", "COST"));
    boolean judged = Wording.isEvaluationPaid(comparison);
    if (judged) {
      head.add("EVALUATION");
    }
    table.row(head);
    for (Variant variant : comparison.variants()) {
      var row = new ArrayList<String>();
      row.add(variant.name());
      row.add(Long.toString(variant.completed()));
      row.add(Long.toString(variant.failed()));
      for (Metric metric : comparison.metrics()) {
        row.add(
            Wording.summary(comparison, variant.name(), metric.name())
                .map(Wording::mean)
                .orElse(Wording.NOTHING));
      }
      row.add(Wording.latency(variant));
      row.add(Long.toString(variant.promptTokens() + variant.completionTokens()));
      row.add(Wording.cost(variant));
      if (judged) {
        row.add(Wording.evaluationCost(variant));
      }
      table.row(row);
    }
    text.append(table.text()).append('\n');
  }

  private void differences() {
    if (comparison.differences().isEmpty()) {
      return;
    }
    text.append("Against %s:\n\n".formatted(comparison.baseline()));
    var table = new TextTable(width);
    table.row(
        "VARIANT",
        "METRIC",
        "VERDICT",
        "DIFFERENCE",
        "ADJUSTED P",
        "WON/TIED/LOST",
        "EFFECT",
        "TEST");
    comparison.differences().forEach(one -> table.row(cells(one)));
    text.append(table.text()).append('\n');
    for (Difference one : comparison.differences()) {
      text.append("- ").append(one.words()).append('\n');
    }
    text.append('\n');
  }

  private static List<String> cells(Difference one) {
    return List.of(
        one.variant(),
        one.metric(),
        one.verdict().label(),
        one.difference().map(Wording::difference).orElse(Wording.NOTHING),
        Wording.probability(one.adjusted()),
        "%d/%d/%d".formatted(one.wins(), one.ties(), one.losses()),
        Wording.effect(one),
        one.test());
  }

  private void slicing(Slicing slicing) {
    text.append("By %s:\n\n".formatted(slicing.column()));
    var table = new TextTable(width);
    table.row("GROUP", "ROWS", "VARIANT", "METRIC", "VERDICT", "DIFFERENCE", "MORE IT TAKES");
    for (Slice slice : slicing.slices()) {
      for (Difference one : slice.differences()) {
        table.row(
            slice.value(),
            Long.toString(slice.rows()),
            one.variant(),
            one.metric(),
            one.verdict().label(),
            one.difference().map(Wording::difference).orElse(Wording.NOTHING),
            Wording.more(one));
      }
    }
    text.append(table.text()).append('\n');
    List<Gap> flagged = slicing.gaps().stream().filter(Gap::flagged).toList();
    flagged.forEach(gap -> text.append("! ").append(gap.words()).append('\n'));
    text.append(flagged.isEmpty() ? Wording.NO_GAP + "\n\n" : "\n");
  }

  private void verdict() {
    comparison.sequential().ifPresent(course -> text.append(Wording.course(course)).append('\n'));
    comparison.remarks().forEach(remark -> text.append("Note: ").append(remark).append('\n'));
    text.append(comparison.verdict()).append('\n');
  }
}
