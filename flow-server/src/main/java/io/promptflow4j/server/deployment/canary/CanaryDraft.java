package io.promptflow4j.server.deployment.canary;

import io.promptflow4j.core.deployment.Canary;
import io.promptflow4j.core.deployment.Endpoint;
import io.promptflow4j.core.deployment.EndpointException;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.evaluation.Evaluator;
import io.promptflow4j.evaluators.evaluation.EvaluatorException;
import io.promptflow4j.evaluators.evaluation.EvaluatorOutput;
import io.promptflow4j.evaluators.evaluation.registry.Evaluators;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A canary as somebody asks for it, with the gaps that its evaluator and endpoint fill.
///
/// @param baseline the deployment with the most traffic if empty
/// @param score the only one of the evaluator if empty
/// @param lowest what the evaluator says if empty
/// @param highest what the evaluator says if empty
/// @param margin a tenth of the range if empty
public record CanaryDraft(
    String candidate,
    Optional<String> baseline,
    String evaluator,
    Optional<String> score,
    Optional<Double> lowest,
    Optional<Double> highest,
    Optional<Double> margin,
    double alpha,
    double missRate,
    int maxPairs,
    SortedMap<String, String> mapping) {

  private static final double USUAL_RATE = 0.05;
  private static final int USUAL_PAIRS = 2_000;

  /// Reads the body of a request.
  ///
  /// @throws EndpointException if something that is needed is missing
  public static CanaryDraft read(Value.Mapping said) {
    var mapping = new TreeMap<String, String>();
    if (said.get("column_mapping") instanceof Value.Mapping written) {
      written
          .entries()
          .forEach((input, value) ->
              mapping.put(input, value instanceof Value.Text(var text) ? text : value.toString()));
    }
    return new CanaryDraft(
        text(said, "candidate").orElseThrow(() -> bad("say 'candidate', the deployment on trial")),
        text(said, "baseline"),
        text(said, "evaluator").orElseThrow(() -> bad("say 'evaluator', such as builtin:f1_score")),
        text(said, "score"),
        number(said, "lowest"),
        number(said, "highest"),
        number(said, "margin"),
        number(said, "alpha").orElse(USUAL_RATE),
        number(said, "miss_rate").orElse(USUAL_RATE),
        number(said, "max_pairs").map(Double::intValue).orElse(USUAL_PAIRS),
        mapping);
  }

  private static Optional<String> text(Value.Mapping said, String key) {
    return said.get(key) instanceof Value.Text(var text) ? Optional.of(text) : Optional.empty();
  }

  /// The number under a key.
  public static Optional<Double> number(Value.Mapping said, String key) {
    if (said.get(key) instanceof Value.Decimal(var number)) {
      return Optional.of(number);
    }
    return said.get(key) instanceof Value.Whole(var number)
        ? Optional.of(number.doubleValue())
        : Optional.empty();
  }

  private static EndpointException bad(String message) {
    return new EndpointException("bad-canary", message);
  }

  /// The canary on an endpoint.
  ///
  /// @throws EndpointException if the rule makes no sense, or there is nothing to beat
  /// @throws EvaluatorException if there is no such evaluator
  public Canary on(Endpoint endpoint, Evaluators evaluators) {
    EvaluatorOutput output = output(evaluators.find(evaluator));
    double low = bound("lowest", lowest, output, output.min(), 0);
    double high = bound("highest", highest, output, output.max(), 1);
    try {
      return new Canary(
          baseline.orElseGet(() -> most(endpoint)),
          candidate,
          evaluator,
          Optional.of(output.name()),
          new Canary.Rule(
              low, high, margin.orElse((high - low) / 10), alpha, missRate, maxPairs, mapping),
          new TreeMap<>(),
          Instant.EPOCH,
          Optional.empty());
    } catch (IllegalArgumentException wrong) {
      throw bad(String.valueOf(wrong.getMessage()));
    }
  }

  private EvaluatorOutput output(Evaluator found) {
    List<EvaluatorOutput> scores =
        found.scores().stream()
            .filter(one -> score.isEmpty() || one.name().equals(score.get()))
            .toList();
    if (scores.size() != 1) {
      throw new EndpointException(
          "bad-score",
          "evaluator '%s' has the scores %s; say which counts"
              .formatted(
                  found.name(),
                  String.join(", ", found.scores().stream().map(EvaluatorOutput::name).toList())));
    }
    return scores.getFirst();
  }

  private static double bound(
      String key,
      Optional<Double> said,
      EvaluatorOutput output,
      Optional<Double> declared,
      double ofTruth) {
    boolean isPass =
        output.kind() == EvaluatorOutput.Kind.PASS || output.kind() == EvaluatorOutput.Kind.LABEL;
    return said.or(() -> isPass ? Optional.of(ofTruth) : declared)
        .orElseThrow(() ->
            bad(
                "the evaluator doesn't say what '%s' lies between; say the %s score"
                    .formatted(output.name(), key)));
  }

  private static String most(Endpoint endpoint) {
    return endpoint.traffic().entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElseThrow(
            () -> bad("endpoint '%s' has no traffic; say the baseline".formatted(endpoint.name())));
  }
}
