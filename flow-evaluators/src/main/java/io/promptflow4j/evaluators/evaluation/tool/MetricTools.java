package io.promptflow4j.evaluators.evaluation.tool;

import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolParameter;
import io.promptflow4j.core.tool.java.JavaTool;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.metric.Score;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/// The tools `promptflow4j.metrics.…`: each measures one row and returns an [Outcome].
final class MetricTools {

  private static final String PREFIX = "promptflow4j.metrics.";

  private MetricTools() {}

  static List<Tool> all() {
    return Stream.of(
            OverlapMetrics.all(),
            MatchingMetrics.all(),
            FormMetrics.all(),
            RetrievalMetrics.all(),
            GroupMetrics.all())
        .flatMap(List::stream)
        .toList();
  }

  /// A metric of the arguments; a row that lacks one, or has one that can't be used, is not scored.
  static Tool metric(
      String name,
      String description,
      List<ToolParameter> parameters,
      Function<Given, Outcome> metric) {
    return metric(name, description, parameters, List.of(), metric);
  }

  /// As above.
  ///
  /// @param more the fields besides score and reason, which are null where the row is not scored
  static Tool metric(
      String name,
      String description,
      List<ToolParameter> parameters,
      List<String> more,
      Function<Given, Outcome> metric) {
    return JavaTool.of(
        PREFIX + name,
        description,
        parameters,
        (arguments, _) -> scored(metric, more, new Given(arguments)).value());
  }

  private static Outcome scored(Function<Given, Outcome> metric, List<String> more, Given given) {
    try {
      return metric.apply(given);
    } catch (Given.NotScorable missing) {
      Outcome nothing = Outcome.of(Score.notScored(missing.why()));
      more.forEach(field -> nothing.with(field, Value.Null.NULL));
      return nothing;
    }
  }

  /// A metric of an answer and what was expected.
  static Tool ofPair(String name, String description, BiFunction<String, String, Score> metric) {
    return metric(
        name,
        description,
        List.of(Given.needed("answer"), Given.needed("ground_truth")),
        given -> Outcome.of(metric.apply(given.text("answer"), given.text("ground_truth"))));
  }

  /// A metric of an answer alone.
  static Tool ofAnswer(
      String name, String description, Function<String, Outcome> metric, String... more) {
    return metric(
        name,
        description,
        List.of(Given.needed("answer")),
        List.of(more),
        given -> metric.apply(given.text("answer")));
  }

  /// The parameters of a metric of an answer and what was expected, and more that may be left out.
  static List<ToolParameter> pairAnd(String... optional) {
    return Stream.concat(
            Stream.of(Given.needed("answer"), Given.needed("ground_truth")),
            Stream.of(optional).map(Given::optional))
        .toList();
  }
}
