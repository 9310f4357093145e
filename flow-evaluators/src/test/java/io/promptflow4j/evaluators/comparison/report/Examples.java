package io.promptflow4j.evaluators.comparison.report;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.comparison.ComparedRow;
import io.promptflow4j.evaluators.comparison.ComparedRow.RowScore;
import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.Comparison.Bin;
import io.promptflow4j.evaluators.comparison.Comparison.Cost;
import io.promptflow4j.evaluators.comparison.Comparison.Difference;
import io.promptflow4j.evaluators.comparison.Comparison.Effect;
import io.promptflow4j.evaluators.comparison.Comparison.Estimate;
import io.promptflow4j.evaluators.comparison.Comparison.Gap;
import io.promptflow4j.evaluators.comparison.Comparison.Latency;
import io.promptflow4j.evaluators.comparison.Comparison.Metric;
import io.promptflow4j.evaluators.comparison.Comparison.Sequential;
import io.promptflow4j.evaluators.comparison.Comparison.Slice;
import io.promptflow4j.evaluators.comparison.Comparison.Slicing;
import io.promptflow4j.evaluators.comparison.Comparison.Step;
import io.promptflow4j.evaluators.comparison.Comparison.Summary;
import io.promptflow4j.evaluators.comparison.Comparison.Variant;
import io.promptflow4j.evaluators.comparison.Comparison.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A comparison as one might come out, for tests that show it.
final class Examples {

  /// Texts that would do something if any of them were read as part of a page.
  static final List<String> HOSTILE =
      List.of(
          "</script><script>window.hit=1</script>",
          "<img src=x onerror=\"window.hit=1\">",
          "<svg/onload=window.hit=1>",
          "]]><!--",
          "{{data}}{{script}}",
          "javascript:window.hit=1",
          "\u2028window.hit=1//",
          "$& $1 \\u003c");

  private Examples() {}

  /// Two variants, two metrics, slices and forty rows.
  static Comparison comparison() {
    return comparison("Classify pages: sentence and points", List.of());
  }

  /// The same with hostile texts wherever a text can stand.
  static Comparison hostile() {
    return comparison(String.join(" ", HOSTILE), HOSTILE);
  }

  private static Comparison comparison(String title, List<String> hostile) {
    String base = hostile.isEmpty() ? "sentence" : "sentence" + hostile.getFirst();
    String other = hostile.isEmpty() ? "points" : "points" + hostile.get(1);
    String accuracy = hostile.isEmpty() ? "accuracy" : "accuracy" + hostile.get(2);
    return new Comparison(
        title,
        Instant.parse("2026-11-21T10:00:00Z"),
        "pages.jsonl",
        40,
        new Comparison.Settings(0.95, 0.05, 0.8, "holm"),
        base,
        List.of(variant(base, 39, 1, 900), variant(other, 40, 0, 1300)),
        metrics(accuracy),
        List.of(
            summary(base, accuracy, 0.62, 0, 1),
            summary(other, accuracy, 0.85, 0, 1),
            summary(base, "clarity", 3.4, 2, 5),
            summary(other, "clarity", 3.5, 0, 5)),
        List.of(
            difference(other, accuracy, 0.23, 0.08, 0.37, 0.004, Verdict.BETTER),
            difference(other, "clarity", 0.1, -0.3, 0.5, 0.61, Verdict.TOO_FEW_ROWS)),
        List.of(slicing(base, other, accuracy)),
        rows(base, other, accuracy, hostile),
        "points is better in accuracy (+0.23); for clarity there are too few rows.",
        Optional.of(sequential(other, accuracy)),
        List.of("2 values of clarity are not scored: the judge's reply held no score."));
  }

  private static Variant variant(String name, long completed, long failed, long tokens) {
    return new Variant(
        name,
        "run_" + completed,
        "node_variants.summary",
        completed,
        failed,
        tokens * 40,
        tokens,
        Optional.of(new Latency(412.5, 380.2, 902.4)),
        Optional.of(new Cost(tokens * 0.0000123, "USD")),
        Optional.of(new Cost(0.25, "USD")));
  }

  private static List<Metric> metrics(String accuracy) {
    return List.of(
        new Metric(
            accuracy,
            "builtin:exact_match",
            "Share of right classes",
            Metric.Kind.BINARY,
            Metric.Direction.HIGHER,
            Optional.of(0.0),
            Optional.of(1.0),
            0.02),
        new Metric(
            "clarity",
            "builtin:coherence",
            "How clear it is",
            Metric.Kind.ORDINAL,
            Metric.Direction.HIGHER,
            Optional.of(1.0),
            Optional.of(5.0),
            0.2));
  }

  private static Summary summary(
      String variant, String metric, double mean, long notScored, int levels) {
    List<Bin> histogram =
        IntStream.rangeClosed(levels == 1 ? 0 : 1, levels)
            .mapToObj(level -> new Bin(level, level, 3L + (level * 7L) % 11))
            .toList();
    return new Summary(
        variant,
        metric,
        40 - notScored,
        notScored,
        Optional.of(new Estimate(mean, mean * 0.88, mean * 1.1, "Wilson score interval")),
        Optional.of(0.4),
        histogram);
  }

  private static Difference difference(
      String variant, String metric, double by, double low, double high, double p, Verdict what) {
    boolean few = what == Verdict.TOO_FEW_ROWS;
    return new Difference(
        variant,
        metric,
        39,
        Optional.of(new Estimate(by, low, high, "score interval")),
        "McNemar mid-p",
        "yes-or-no values of the same rows",
        Optional.of(p),
        Optional.of(Math.min(1, 2 * p)),
        Optional.of(new Effect("odds ratio", 4.0, "4 rows won for each lost")),
        12,
        24,
        3,
        what,
        few
            ? "39 rows can't tell; about 610 would show a difference of 0.2."
            : "points gets 23 points more right than sentence (8 to 37).",
        few ? Optional.of(610L) : Optional.empty(),
        few ? Optional.of(new Cost(0.42, "USD")) : Optional.empty());
  }

  private static Slicing slicing(String base, String other, String metric) {
    Slice english =
        new Slice(
            "en",
            25,
            List.of(summary(base, metric, 0.7, 0, 1), summary(other, metric, 0.9, 0, 1)),
            List.of(difference(other, metric, 0.2, 0.02, 0.4, 0.04, Verdict.BETTER)));
    Slice german =
        new Slice(
            "de",
            15,
            List.of(summary(base, metric, 0.5, 0, 1), summary(other, metric, 0.6, 0, 1)),
            List.of(difference(other, metric, 0.1, -0.2, 0.4, 0.6, Verdict.TOO_FEW_ROWS)));
    return new Slicing(
        "language",
        List.of(english, german),
        List.of(
            new Gap(
                other,
                metric,
                "en",
                "de",
                new Estimate(0.3, 0.05, 0.52, "Newcombe interval"),
                true,
                "points is 0.3 better on en than on de.")));
  }

  private static Sequential sequential(String variant, String metric) {
    List<Step> steps =
        IntStream.rangeClosed(1, 40)
            .mapToObj(n ->
                new Step(
                    n,
                    variant,
                    metric,
                    new Estimate(0.2, 0.2 - 2.0 / n, 0.2 + 2.0 / n, "confidence sequence")))
            .toList();
    return new Sequential(100, 40, "Decided: the interval left zero out.", steps);
  }

  private static List<ComparedRow> rows(
      String base, String other, String metric, List<String> hostile) {
    var rows = new ArrayList<ComparedRow>();
    for (int line = 0; line < 40; line++) {
      var data = new LinkedHashMap<String, Value>();
      String odd = hostile.isEmpty() ? "" : hostile.get(line % hostile.size());
      data.put("url", Value.of("https://example.org/page-" + line + odd));
      data.put("label" + odd, Value.of(line % 3 == 0 ? "Academic" : "Shop"));
      var cells = new LinkedHashMap<String, List<ComparedRow.Cell>>();
      cells.put(base, List.of(cell(line, line % 3 == 0, metric, odd)));
      cells.put(other, List.of(cell(line, line % 5 != 0, metric, odd)));
      rows.add(new ComparedRow(line, new Value.Mapping(data), cells));
    }
    return rows;
  }

  private static ComparedRow.Cell cell(int line, boolean right, String metric, String odd) {
    var scores = new LinkedHashMap<String, RowScore>();
    scores.put(metric, new RowScore.Scored(right ? 1 : 0, "compared in lower case" + odd));
    scores.put(
        "clarity",
        line == 7
            ? new RowScore.NotScored("the reply held no score" + odd)
            : new RowScore.Scored(1 + line % 5, "reads well"));
    boolean failed = line == 11 && !right;
    return new ComparedRow.Cell(
        0,
        failed ? "Failed" : "Completed",
        failed
            ? Value.Mapping.EMPTY
            : (Value.Mapping)
                Json.read(
                    "{\"category\": %s, \"evidence\": \"Text content\"}"
                        .formatted(
                            Json.write(
                                Value.of((right ? "Academic" : "Shop, or a bakery") + odd)))),
        failed ? Optional.of("node 'classify' failed: rate limited" + odd) : Optional.empty(),
        scores,
        300 + line * 7.0,
        120,
        (Value.Mapping)
            Json.read(
                """
                {"name": "flow", "kind": "Flow", "start_ms": 0, "duration_ms": 310.5, "children": [
                  {"name": "classify", "kind": "LLM", "start_ms": 2, "duration_ms": 301,
                   "tokens": 120, "inputs": {"temperature": 0}, "output": "Academic"}]}
                """));
  }
}
