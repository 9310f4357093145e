package io.promptflow4j.evaluators.comparison.report;

import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.comparison.ComparedRow;
import io.promptflow4j.evaluators.comparison.ComparedRow.RowScore;
import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.Comparison.Cost;
import io.promptflow4j.evaluators.comparison.Comparison.Difference;
import io.promptflow4j.evaluators.comparison.Comparison.Estimate;
import io.promptflow4j.evaluators.comparison.Comparison.Metric;
import io.promptflow4j.evaluators.comparison.Comparison.Slice;
import io.promptflow4j.evaluators.comparison.Comparison.Slicing;
import io.promptflow4j.evaluators.comparison.Comparison.Summary;
import io.promptflow4j.evaluators.comparison.Comparison.Variant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/// A comparison as JSON; its shape is part of the interface and described in
/// `docs/reference/compare.md`.
public final class ComparisonJson {

  private ComparisonJson() {}

  /// The whole comparison, with its rows.
  public static Value.Mapping of(Comparison comparison) {
    return withoutRows(comparison).with("table", comparison.table(), ComparisonJson::row).mapping();
  }

  /// The comparison as `pf compare --format json` prints it: everything but the rows.
  public static Value.Mapping summaryOf(Comparison comparison) {
    return withoutRows(comparison).mapping();
  }

  private static Fields withoutRows(Comparison comparison) {
    Comparison.Settings settings = comparison.settings();
    return new Fields()
        .with("title", comparison.title())
        .with("created", comparison.created().toString())
        .with("verdict", comparison.verdict())
        .with("data", comparison.data())
        .with("rows", comparison.rows())
        .with("baseline", comparison.baseline())
        .with(
            "settings",
            new Fields()
                .with("confidence", settings.confidence())
                .with("alpha", settings.alpha())
                .with("power", settings.power())
                .with("correction", settings.correction())
                .mapping())
        .with("variants", comparison.variants(), ComparisonJson::variant)
        .with("metrics", comparison.metrics(), ComparisonJson::metric)
        .with("summaries", comparison.summaries(), ComparisonJson::summary)
        .with("differences", comparison.differences(), ComparisonJson::difference)
        .with("slicings", comparison.slicings(), ComparisonJson::slicing)
        .with("sequential", comparison.sequential(), ComparisonJson::sequential)
        .with("remarks", comparison.remarks(), Value::of);
  }

  private static Value variant(Variant variant) {
    return new Fields()
        .with("name", variant.name())
        .with("run", variant.run())
        .with("description", variant.description())
        .with("completed", variant.completed())
        .with("failed", variant.failed())
        .with("prompt_tokens", variant.promptTokens())
        .with("completion_tokens", variant.completionTokens())
        .with(
            "latency_ms",
            variant.latency(),
            latency ->
                new Fields()
                    .with("mean", latency.mean())
                    .with("median", latency.median())
                    .with("p95", latency.p95())
                    .mapping())
        .with("cost", variant.cost(), ComparisonJson::cost)
        .with("evaluation_cost", variant.evaluationCost(), ComparisonJson::cost)
        .mapping();
  }

  private static Value cost(Cost cost) {
    return new Fields().with("amount", cost.amount()).with("currency", cost.currency()).mapping();
  }

  private static Value metric(Metric metric) {
    return new Fields()
        .with("name", metric.name())
        .with("evaluator", metric.evaluator())
        .with("description", metric.description())
        .with("kind", word(metric.kind()))
        .with("direction", word(metric.direction()))
        .with("min", metric.min(), Value::of)
        .with("max", metric.max(), Value::of)
        .with("margin", metric.margin())
        .mapping();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static Value.Mapping summary(Summary summary) {
    return new Fields()
        .with("variant", summary.variant())
        .with("metric", summary.metric())
        .with("scored", summary.scored())
        .with("not_scored", summary.notScored())
        .with("mean", summary.mean(), ComparisonJson::estimate)
        .with("deviation", summary.deviation(), Value::of)
        .with(
            "histogram",
            summary.histogram(),
            bin ->
                new Fields()
                    .with("from", bin.from())
                    .with("to", bin.to())
                    .with("count", bin.count())
                    .mapping())
        .mapping();
  }

  private static Value estimate(Estimate estimate) {
    return new Fields()
        .with("value", estimate.value())
        .with("low", estimate.low())
        .with("high", estimate.high())
        .with("method", estimate.method())
        .mapping();
  }

  private static Value.Mapping difference(Difference difference) {
    return new Fields()
        .with("variant", difference.variant())
        .with("metric", difference.metric())
        .with("rows", difference.rows())
        .with("verdict", word(difference.verdict()))
        .with("words", difference.words())
        .with("difference", difference.difference(), ComparisonJson::estimate)
        .with("test", difference.test())
        .with("why_this_test", difference.whyThisTest())
        .with("p", difference.p(), Value::of)
        .with("adjusted_p", difference.adjusted(), Value::of)
        .with(
            "effect",
            difference.effect(),
            effect ->
                new Fields()
                    .with("name", effect.name())
                    .with("value", effect.value())
                    .with("words", effect.words())
                    .mapping())
        .with("wins", difference.wins())
        .with("ties", difference.ties())
        .with("losses", difference.losses())
        .with("rows_needed", difference.needed(), Value::of)
        .with("cost_needed", difference.neededCost(), ComparisonJson::cost)
        .mapping();
  }

  private static Value slicing(Slicing slicing) {
    return new Fields()
        .with("column", slicing.column())
        .with("slices", slicing.slices(), ComparisonJson::slice)
        .with(
            "gaps",
            slicing.gaps(),
            gap ->
                new Fields()
                    .with("variant", gap.variant())
                    .with("metric", gap.metric())
                    .with("best", gap.best())
                    .with("worst", gap.worst())
                    .with("difference", estimate(gap.difference()))
                    .with("flagged", gap.flagged())
                    .with("words", gap.words())
                    .mapping())
        .mapping();
  }

  private static Value slice(Slice slice) {
    return new Fields()
        .with("value", slice.value())
        .with("rows", slice.rows())
        .with("summaries", slice.summaries(), ComparisonJson::summary)
        .with("differences", slice.differences(), ComparisonJson::difference)
        .mapping();
  }

  private static Value sequential(Comparison.Sequential sequential) {
    return new Fields()
        .with("planned", sequential.planned())
        .with("used", sequential.used())
        .with("reason", sequential.reason())
        .with(
            "steps",
            sequential.steps(),
            step ->
                new Fields()
                    .with("rows", step.rows())
                    .with("variant", step.variant())
                    .with("metric", step.metric())
                    .with("difference", estimate(step.difference()))
                    .mapping())
        .mapping();
  }

  private static Value row(ComparedRow row) {
    var cells = new LinkedHashMap<String, Value>();
    row.cells().forEach((variant, repeats) -> cells.put(variant, cells(repeats)));
    return new Fields()
        .with("line", row.line())
        .with("data", row.data())
        .with("cells", new Value.Mapping(cells))
        .mapping();
  }

  private static Value cells(List<ComparedRow.Cell> repeats) {
    return Value.of(repeats.stream().map(ComparisonJson::cell).toList());
  }

  private static Value cell(ComparedRow.Cell cell) {
    var scores = new LinkedHashMap<String, Value>();
    cell.scores().forEach((metric, score) -> scores.put(metric, score(score)));
    return new Fields()
        .with("repeat", cell.repeat())
        .with("status", cell.status())
        .with("outputs", cell.outputs())
        .with("error", cell.error(), Value::of)
        .with("scores", new Value.Mapping(scores))
        .with("latency_ms", cell.latencyMillis())
        .with("tokens", cell.tokens())
        .with("trace", cell.trace())
        .mapping();
  }

  private static Value score(RowScore score) {
    return switch (score) {
      case RowScore.Scored(double value, String reason) ->
          new Fields().with("value", value).with("reason", reason).mapping();
      case RowScore.NotScored(String reason) ->
          new Fields().with("value", Value.Null.NULL).with("reason", reason).mapping();
    };
  }
}
