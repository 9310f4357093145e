package io.promptflow4j.evaluators.comparison.report;

import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.Comparison.Difference;
import io.promptflow4j.evaluators.comparison.Comparison.Gap;
import io.promptflow4j.evaluators.comparison.Comparison.Metric;
import io.promptflow4j.evaluators.comparison.Comparison.Slice;
import io.promptflow4j.evaluators.comparison.Comparison.Slicing;
import io.promptflow4j.evaluators.comparison.Comparison.Summary;
import io.promptflow4j.evaluators.comparison.Comparison.Variant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A comparison as Markdown, short enough for a comment on a pull request.
///
/// Names and words come from data, so whatever Markdown or HTML would read in them is escaped.
public final class MarkdownReport {

  private final StringBuilder text = new StringBuilder();

  private MarkdownReport() {}

  public static String of(Comparison comparison) {
    var report = new MarkdownReport();
    report.heading(comparison);
    report.differences(comparison);
    report.variants(comparison);
    comparison.slicings().forEach(report::slicing);
    comparison
        .sequential()
        .ifPresent(course -> report.line("> " + escaped(Wording.course(course))));
    comparison.remarks().forEach(remark -> report.line("> " + escaped(remark)));
    return report.text.toString();
  }

  private void heading(Comparison comparison) {
    line("### " + escaped(comparison.title()));
    line("");
    line("**" + escaped(comparison.verdict()) + "**");
    line("");
    line(
        "%d rows of %s, baseline %s, error rate %s over all tests (%s)"
            .formatted(
                comparison.rows(),
                escaped(comparison.data()),
                escaped(comparison.baseline()),
                Wording.number(comparison.settings().alpha()),
                escaped(comparison.settings().correction())));
    line("");
  }

  private void differences(Comparison comparison) {
    if (comparison.differences().isEmpty()) {
      return;
    }
    head(
        "variant",
        "metric",
        "verdict",
        "difference",
        "adjusted p",
        "won/tied/lost",
        "effect",
        "in words");
    for (Difference one : comparison.differences()) {
      row(
          one.variant(),
          one.metric(),
          one.verdict().label(),
          one.difference().map(Wording::difference).orElse(Wording.NOTHING),
          Wording.probability(one.adjusted()),
          "%d/%d/%d".formatted(one.wins(), one.ties(), one.losses()),
          Wording.effect(one),
          one.words());
    }
    line("");
  }

  private void variants(Comparison comparison) {
    var titles = new ArrayList<>(List.of("variant", "rows", "failed"));
    comparison.metrics().forEach(metric -> titles.add(metric.name()));
    titles.addAll(List.of("median latency", "tokens", "cost"));
    boolean judged = Wording.isEvaluationPaid(comparison);
    if (judged) {
      titles.add("evaluation");
    }
    head(titles.toArray(String[]::new));
    for (Variant variant : comparison.variants()) {
      var cells = new ArrayList<String>();
      cells.add(variant.name());
      cells.add(Long.toString(variant.completed()));
      cells.add(Long.toString(variant.failed()));
      for (Metric metric : comparison.metrics()) {
        cells.add(
            Wording.summary(comparison, variant.name(), metric.name())
                .map(Wording::mean)
                .orElse(Wording.NOTHING));
      }
      cells.add(Wording.latency(variant));
      cells.add(Long.toString(variant.promptTokens() + variant.completionTokens()));
      cells.add(Wording.cost(variant));
      if (judged) {
        cells.add(Wording.evaluationCost(variant));
      }
      row(cells.toArray(String[]::new));
    }
    line("");
  }

  private void slicing(Slicing slicing) {
    List<Gap> flagged = slicing.gaps().stream().filter(Gap::flagged).toList();
    line("**By %s.** ".formatted(escaped(slicing.column())) + gaps(flagged));
    line("");
    head("group", "rows", "variant", "metric", "mean", "verdict", "difference", "more it takes");
    for (Slice slice : slicing.slices()) {
      slice.summaries().forEach(one -> row(cells(slice, one)));
    }
    line("");
  }

  /// The mean of a variant in a group, and how it stands to the baseline, which has no difference.
  private static String[] cells(Slice slice, Summary summary) {
    Optional<Difference> against =
        slice.differences().stream()
            .filter(one ->
                one.variant().equals(summary.variant()) && one.metric().equals(summary.metric()))
            .findFirst();
    return new String[] {
      slice.value(),
      Long.toString(slice.rows()),
      summary.variant(),
      summary.metric(),
      Wording.mean(summary),
      against.map(one -> one.verdict().label()).orElse("baseline"),
      against.flatMap(Difference::difference).map(Wording::difference).orElse(Wording.NOTHING),
      against.map(Wording::more).orElse("")
    };
  }

  private static String gaps(List<Gap> flagged) {
    return flagged.isEmpty()
        ? Wording.NO_GAP
        : flagged.stream().map(gap -> escaped(gap.words())).collect(Collectors.joining(" "));
  }

  private void head(String... titles) {
    row(titles);
    line("|" + String.join("|", Collections.nCopies(titles.length, " --- ")) + "|");
  }

  private void row(String... cells) {
    line(
        Arrays.stream(cells)
            .map(MarkdownReport::escaped)
            .collect(Collectors.joining(" | ", "| ", " |")));
  }

  private void line(String content) {
    text.append(content).append('\n');
  }

  private static String escaped(String text) {
    var safe = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029) {
            safe.append(' ');
          } else if (c == '<') {
            safe.append("&lt;");
          } else if ("\\`*_{}[]#|!~@".indexOf(c) >= 0) {
            safe.append('\\').appendCodePoint(c);
          } else {
            safe.appendCodePoint(c);
          }
        });
    return safe.toString();
  }
}
