package io.promptflow4j.evaluators.evaluation.tool;

import static io.promptflow4j.evaluators.evaluation.tool.MetricTools.metric;
import static io.promptflow4j.evaluators.evaluation.tool.MetricTools.ofPair;
import static io.promptflow4j.evaluators.evaluation.tool.MetricTools.pairAnd;

import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.metric.Score;
import io.promptflow4j.evaluators.metric.matching.EditDistance;
import io.promptflow4j.evaluators.metric.matching.EntityMatch;
import io.promptflow4j.evaluators.metric.matching.JaroWinkler;
import io.promptflow4j.evaluators.metric.matching.JsonMatch;
import io.promptflow4j.evaluators.metric.matching.JsonPath;
import io.promptflow4j.evaluators.metric.matching.ListMatch;
import io.promptflow4j.evaluators.metric.matching.NumberMatch;
import io.promptflow4j.evaluators.metric.matching.NumberMatch.Place;
import io.promptflow4j.evaluators.metric.matching.RegexMatch;
import io.promptflow4j.evaluators.metric.matching.TextMatch;
import io.promptflow4j.evaluators.metric.validity.HtmlEquality;
import io.promptflow4j.evaluators.metric.validity.SqlEquality;
import io.promptflow4j.evaluators.metric.validity.XmlEquality;
import java.util.List;
import java.util.function.Function;

/// Equal, contains, matches, near enough: room `metric.matching`.
final class MatchingMetrics {

  private MatchingMetrics() {}

  static List<Tool> all() {
    return List.of(
        metric(
            "exact_match",
            "1 if both texts are equal, with the grade Correct or Incorrect.",
            pairAnd("ignore_case"),
            List.of("grade"),
            MatchingMetrics::graded),
        compared(
            "starts_with",
            "1 if the answer starts with the other text.",
            given -> cased(given).startsWith(given.text("answer"), expected(given))),
        compared(
            "ends_with",
            "1 if the answer ends with the other text.",
            given -> cased(given).endsWith(given.text("answer"), expected(given))),
        compared(
            "contains",
            "1 if the answer holds the other text.",
            given -> cased(given).contains(given.text("answer"), expected(given))),
        compared(
            "contains_all",
            "1 if the answer holds all texts of a list.",
            given -> cased(given).containsAll(given.text("answer"), parts(given))),
        compared(
            "contains_any",
            "1 if the answer holds one text of a list.",
            given -> cased(given).containsAny(given.text("answer"), parts(given))),
        compared(
            "share_contained",
            "The share of the texts of a list that the answer holds.",
            given -> cased(given).shareContained(given.text("answer"), parts(given))),
        metric(
            "regex",
            "1 if a regular expression occurs in the answer, or with `whole` fits it.",
            List.of(Given.needed("answer"), Given.needed("pattern"), Given.optional("whole")),
            given -> Outcome.of(regex(given))),
        metric(
            "number",
            "1 if the answer's number is the expected one within a tolerance.",
            pairAnd("absolute", "relative", "place"),
            given ->
                Outcome.of(number(given).score(given.text("answer"), given.text("ground_truth")))),
        metric(
            "levenshtein",
            "1 − edit distance / longer length, with the distance.",
            pairAnd(),
            List.of("distance"),
            given ->
                Outcome.of(
                        EditDistance.similarity(given.text("answer"), given.text("ground_truth")))
                    .with(
                        "distance",
                        EditDistance.distance(given.text("answer"), given.text("ground_truth")))),
        ofPair("jaro_winkler", "Jaro and Winkler's similarity.", JaroWinkler::similarity),
        metric(
            "json_equal",
            "1 if both are equal as JSON, or at `path` in them.",
            pairAnd("ignore_order", "absolute", "relative", "path"),
            given -> Outcome.of(json(given))),
        ofPair("xml_equal", "1 if both are equal as XML.", XmlEquality::score),
        ofPair("html_equal", "1 if both are equal as HTML.", HtmlEquality::score),
        ofPair("sql_equal", "1 if both are the same SQL.", SqlEquality::score),
        metric(
            "list_match",
            "F1 of the items in common, with precision, recall, Jaccard's index.",
            pairAnd("ignore_order"),
            List.of("precision", "recall", "in_order", "in_any_order", "jaccard"),
            MatchingMetrics::lists),
        metric(
            "entity_match",
            "Whether the entities are exactly, or among, the expected ones.",
            List.of(Given.needed("entities"), Given.needed("ground_truth")),
            List.of("exact", "partial"),
            MatchingMetrics::entities));
  }

  private static Tool compared(String name, String description, Function<Given, Score> metric) {
    return metric(
        name, description, pairAnd("ignore_case"), given -> Outcome.of(metric.apply(given)));
  }

  private static Outcome graded(Given given) {
    Score score = cased(given).equal(given.text("answer"), expected(given));
    return Outcome.of(score)
        .with("grade", Value.of(score.equals(Score.of(true)) ? "Correct" : "Incorrect"));
  }

  private static TextMatch cased(Given given) {
    return given.isTrue("ignore_case") ? TextMatch.IGNORING_CASE : TextMatch.EXACT;
  }

  private static String expected(Given given) {
    return given.text("ground_truth");
  }

  private static List<String> parts(Given given) {
    return texts(given, "ground_truth");
  }

  /// A list of texts; one text is a list of one.
  static List<String> texts(Given given, String name) {
    return given.data(name) instanceof Value.Sequence(var items)
        ? items.stream().map(Given::textOf).toList()
        : List.of(given.text(name));
  }

  private static Score regex(Given given) {
    return given.isTrue("whole")
        ? RegexMatch.fitsWhole(given.text("answer"), given.text("pattern"))
        : RegexMatch.occurs(given.text("answer"), given.text("pattern"));
  }

  private static NumberMatch number(Given given) {
    Place place =
        switch (given.optionalText("place").orElse("last")) {
          case "whole" -> Place.WHOLE;
          case "first" -> Place.FIRST;
          case "last" -> Place.LAST;
          case String other ->
              throw new Given.NotScorable("'%s' is none of whole, first, last".formatted(other));
        };
    double absolute = given.number("absolute").orElse(0.0);
    double relative = given.number("relative").orElse(NumberMatch.STANDARD.relative());
    if (absolute < 0 || relative < 0) {
      throw new Given.NotScorable("a tolerance is not below 0");
    }
    return new NumberMatch(absolute, relative, place);
  }

  private static Score json(Given given) {
    var match = new JsonMatch(given.isTrue("ignore_order"), tolerance(given));
    var path = given.optionalText("path");
    if (path.isEmpty()) {
      return match.score(given.text("answer"), given.text("ground_truth"));
    }
    JsonPath place =
        JsonPath.of(path.get())
            .orElseThrow(() -> new Given.NotScorable("'%s' is no path".formatted(path.get())));
    return match.scoreAt(place, given.data("answer"), given.data("ground_truth"));
  }

  /// Exactly, unless a tolerance is given.
  private static NumberMatch tolerance(Given given) {
    return new NumberMatch(
        Math.max(0, given.number("absolute").orElse(0.0)),
        Math.max(0, given.number("relative").orElse(0.0)),
        Place.WHOLE);
  }

  private static Outcome lists(Given given) {
    List<Value> found = given.items("answer");
    List<Value> expected = given.items("ground_truth");
    var match = new ListMatch(new JsonMatch(given.isTrue("ignore_order"), NumberMatch.STANDARD));
    return Outcome.of(match.overlap(found, expected))
        .with("in_order", match.inOrder(found, expected))
        .with("in_any_order", match.inAnyOrder(found, expected))
        .with("jaccard", ListMatch.jaccard(found, expected));
  }

  private static Outcome entities(Given given) {
    EntityMatch match = EntityMatch.of(names(given, "entities"), names(given, "ground_truth"));
    return Outcome.of(match.exact()).with("exact", match.exact()).with("partial", match.partial());
  }

  private static List<String> names(Given given, String name) {
    return given.data(name) instanceof Value.Sequence(var items)
        ? items.stream().map(Given::textOf).toList()
        : EntityMatch.entities(given.text(name));
  }
}
