package io.promptflow4j.evaluators.evaluation.tool;

import static io.promptflow4j.evaluators.evaluation.tool.MetricTools.metric;

import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.metric.calls.DeclaredTools;
import io.promptflow4j.evaluators.metric.calls.ToolCall;
import io.promptflow4j.evaluators.metric.calls.ToolCallMatch;
import io.promptflow4j.evaluators.metric.calls.ToolCallReader;
import io.promptflow4j.evaluators.metric.calls.ToolCallReading;
import io.promptflow4j.evaluators.metric.calls.ToolOrder;
import io.promptflow4j.evaluators.metric.ranking.Ranking;
import io.promptflow4j.evaluators.metric.vectors.VectorSimilarity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Retrieved lists, embeddings and tool calls: rooms `metric.ranking`, `.vectors` and `.calls`.
final class RetrievalMetrics {

  private RetrievalMetrics() {}

  static List<Tool> all() {
    return List.of(
        metric(
            "ranking",
            "Average precision, with reciprocal rank, NDCG, and four figures at `k`.",
            List.of(Given.needed("retrieved"), Given.needed("relevant"), Given.optional("k")),
            List.of("average_precision", "reciprocal_rank", "ndcg", "precision", "recall", "hit"),
            RetrievalMetrics::ranking),
        metric(
            "cosine",
            "The cosine of two embeddings, with other distances.",
            List.of(Given.needed("answer"), Given.needed("ground_truth")),
            List.of("dot_product", "euclidean"),
            RetrievalMetrics::vectors),
        metric(
            "tool_calls",
            "F1 of the tool calls with their arguments, with names and order alone.",
            List.of(Given.needed("answer"), Given.needed("ground_truth"), Given.optional("exact")),
            List.of(
                "precision", "recall", "names", "arguments", "exact", "in_order", "in_any_order"),
            RetrievalMetrics::calls),
        metric(
            "tool_calls_valid",
            "1 if each tool call fits a declared tool.",
            List.of(Given.needed("answer"), Given.needed("tools")),
            given -> Outcome.of(declared(given).check(ToolCallReader.read(given.data("answer"))))));
  }

  private static Outcome ranking(Given given) {
    var ranking = new Ranking(ids(given.items("retrieved")), grades(given.data("relevant")));
    int k = (int) Math.clamp(given.number("k").orElse(10.0), 1, 1_000_000);
    return Outcome.of(ranking.averagePrecision())
        .with("average_precision", ranking.averagePrecision())
        .with("reciprocal_rank", ranking.reciprocalRank())
        .with("ndcg", ranking.ndcgAt(k, Ranking.Gain.LINEAR))
        .with("precision", ranking.precisionAt(k))
        .with("recall", ranking.recallAt(k))
        .with("hit", ranking.hitAt(k));
  }

  /// An item is an id, or a mapping that has one.
  private static List<String> ids(List<Value> items) {
    return items.stream().map(RetrievalMetrics::id).toList();
  }

  private static String id(Value item) {
    if (item instanceof Value.Mapping mapping) {
      for (String key : List.of("id", "document_id", "doc_id", "path", "url", "title")) {
        Value id = mapping.get(key);
        if (id != null && id != Value.Null.NULL) {
          return Given.textOf(id);
        }
      }
      throw new Given.NotScorable("an item of a list has no 'id'");
    }
    return Given.textOf(item);
  }

  /// A list of the relevant ones, or a mapping from each to its grade.
  private static Map<String, Double> grades(Value relevant) {
    var grades = new LinkedHashMap<String, Double>();
    switch (relevant) {
      case Value.Mapping(var entries) ->
          entries.forEach((id, grade) -> grades.put(id, grade(grade)));
      case Value.Sequence(var items) -> ids(items).forEach(id -> grades.put(id, 1.0));
      case Value other -> grades.put(Given.textOf(other), 1.0);
    }
    return grades;
  }

  private static double grade(Value grade) {
    return RowScores.number(grade)
        .filter(number -> number >= 0)
        .orElseThrow(() -> new Given.NotScorable("a grade is a number from 0"));
  }

  private static Outcome vectors(Given given) {
    List<Double> some = vector(given, "answer");
    List<Double> other = vector(given, "ground_truth");
    return Outcome.of(VectorSimilarity.cosine(some, other))
        .with("dot_product", VectorSimilarity.dotProduct(some, other))
        .with("euclidean", VectorSimilarity.euclideanDistance(some, other));
  }

  private static List<Double> vector(Given given, String name) {
    return given.items(name).stream()
        .map(item ->
            RowScores.number(item)
                .orElseThrow(
                    () -> new Given.NotScorable("'%s' is not a list of numbers".formatted(name))))
        .toList();
  }

  private static Outcome calls(Given given) {
    List<ToolCall> found = callsOf(given, "answer");
    List<ToolCall> expected = callsOf(given, "ground_truth");
    ToolCallMatch match = given.isTrue("exact") ? ToolCallMatch.EXACT : ToolCallMatch.LENIENT;
    return Outcome.of(match.calls(found, expected))
        .with("names", match.names(found, expected).f1())
        .with("arguments", match.arguments(found, expected).f1())
        .with("exact", new ToolOrder(true, match).exact(found, expected))
        .with("in_order", new ToolOrder(true, match).inOrder(found, expected))
        .with("in_any_order", new ToolOrder(true, match).inAnyOrder(found, expected));
  }

  private static List<ToolCall> callsOf(Given given, String name) {
    return switch (ToolCallReader.read(given.data(name))) {
      case ToolCallReading.Calls(var calls) -> calls;
      case ToolCallReading.Unreadable(var why) ->
          throw new Given.NotScorable("'%s': %s".formatted(name, why));
    };
  }

  private static DeclaredTools declared(Given given) {
    try {
      return new DeclaredTools(given.data("tools"));
    } catch (IllegalArgumentException wrong) {
      throw new Given.NotScorable("'tools' can't be read: " + wrong.getMessage());
    }
  }
}
