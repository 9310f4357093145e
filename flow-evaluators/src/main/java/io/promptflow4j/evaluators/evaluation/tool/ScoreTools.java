package io.promptflow4j.evaluators.evaluation.tool;

import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolContext;
import io.promptflow4j.core.tool.java.JavaTool;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.statistics.Quantiles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalDouble;

/// What aggregation nodes make of the scores of all rows. Each logs its figure over the scored rows
/// and, beside it, how many rows were scored and how many were not.
final class ScoreTools {

  private ScoreTools() {}

  static List<Tool> all() {
    return List.of(
        JavaTool.of(
            "promptflow4j.scores.mean",
            "The mean of the scored rows.",
            List.of(Given.needed("scores"), Given.needed("name")),
            (arguments, context) -> mean(new Given(arguments), context)),
        JavaTool.of(
            "promptflow4j.scores.sum",
            "The sum over the scored rows.",
            List.of(Given.needed("scores"), Given.needed("name")),
            (arguments, context) -> sum(new Given(arguments), context)),
        JavaTool.of(
            "promptflow4j.scores.quantiles",
            "The median and the 95th percentile of the scored rows.",
            List.of(Given.needed("scores"), Given.needed("name")),
            (arguments, context) -> quantiles(new Given(arguments), context)),
        JavaTool.of(
            "promptflow4j.scores.share",
            "The share of the scored rows that are true, or have a label.",
            List.of(Given.needed("scores"), Given.needed("name"), Given.optional("of")),
            (arguments, context) -> share(new Given(arguments), context)));
  }

  private static Value.Mapping mean(Given given, ToolContext context) {
    RowScores<Double> rows = RowScores.numbers(given.items("scores"));
    OptionalDouble mean = rows.scored().stream().mapToDouble(Double::doubleValue).average();
    return logged("mean", mean, given.text("name"), rows, context);
  }

  private static Value.Mapping sum(Given given, ToolContext context) {
    RowScores<Double> rows = RowScores.numbers(given.items("scores"));
    OptionalDouble sum =
        rows.scored().isEmpty()
            ? OptionalDouble.empty()
            : OptionalDouble.of(rows.scored().stream().mapToDouble(Double::doubleValue).sum());
    return logged("sum", sum, given.text("name"), rows, context);
  }

  private static Value.Mapping share(Given given, ToolContext context) {
    RowScores<Value> rows = RowScores.labels(given.items("scores"));
    List<String> wanted = wanted(given);
    long hits = rows.scored().stream().filter(row -> wanted.contains(written(row))).count();
    OptionalDouble share =
        rows.scored().isEmpty()
            ? OptionalDouble.empty()
            : OptionalDouble.of((double) hits / rows.scored().size());
    return logged("share", share, given.text("name"), rows, context);
  }

  private static List<String> wanted(Given given) {
    return switch (given.value("of").orElse(Value.Bool.TRUE)) {
      case Value.Sequence(var items) -> items.stream().map(ScoreTools::written).toList();
      case Value one -> List.of(written(one));
    };
  }

  /// Truth and 1 are the same, as in Python; numbers are compared as numbers.
  private static String written(Value value) {
    return RowScores.number(value)
        .map(String::valueOf)
        .orElseGet(() -> Given.textOf(value).strip());
  }

  private static Value.Mapping quantiles(Given given, ToolContext context) {
    RowScores<Double> rows = RowScores.numbers(given.items("scores"));
    String name = given.text("name");
    var result = new LinkedHashMap<String, Value>();
    if (!rows.scored().isEmpty()) {
      double[] sorted = rows.scored().stream().mapToDouble(Double::doubleValue).sorted().toArray();
      result.put("p50", Value.of(Quantiles.ofSorted(sorted, 0.5)));
      result.put("p95", Value.of(Quantiles.ofSorted(sorted, 0.95)));
      result.forEach((quantile, number) -> context.metric(name + "." + quantile, number));
    }
    return new Value.Mapping(result);
  }

  private static Value.Mapping logged(
      String figure, OptionalDouble number, String name, RowScores<?> rows, ToolContext context) {
    number.ifPresent(found -> context.metric(name, found));
    rows.logCounts(name, context);
    var result = new LinkedHashMap<String, Value>();
    result.put(figure, number.isPresent() ? Value.of(number.getAsDouble()) : Value.Null.NULL);
    result.put("scored", Value.of(rows.scored().size()));
    result.put("not_scored", Value.of(rows.notScored()));
    return new Value.Mapping(result);
  }
}
