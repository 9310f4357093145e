package io.promptflow4j.server.deployment.canary;

import io.promptflow4j.core.deployment.Canary;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowLoadException;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.evaluation.Evaluator;
import io.promptflow4j.evaluators.evaluation.EvaluatorException;
import io.promptflow4j.evaluators.evaluation.EvaluatorOutput;
import io.promptflow4j.evaluators.evaluation.ScoredOutput;
import io.promptflow4j.evaluators.evaluation.registry.Evaluators;
import io.promptflow4j.evaluators.metric.Score;
import io.promptflow4j.server.deployment.witness.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Scores answers with the evaluator of a canary. Higher is better, whatever the evaluator says; an
/// answer that failed gets the worst score there is.
final class Judge implements AutoCloseable {

  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{(data|inputs|run\\.inputs|run\\.outputs|outputs)\\.([^{}]+)}");
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Canary.Rule rule;
  private final Evaluator evaluator;
  private final EvaluatorOutput output;
  private final Flow flow;

  private Judge(Canary.Rule rule, Evaluator evaluator, EvaluatorOutput output, Flow flow) {
    this.rule = rule;
    this.evaluator = evaluator;
    this.output = output;
    this.flow = flow;
  }

  /// Loads the evaluator.
  ///
  /// @throws EvaluatorException if there is none, or it has no such score
  /// @throws FlowLoadException if its flow has mistakes
  static Judge of(Canary canary, Evaluators evaluators, FlowSettings around) {
    Evaluator evaluator = evaluators.find(canary.evaluator());
    List<EvaluatorOutput> scores = evaluator.scores();
    EvaluatorOutput output =
        scores.stream()
            .filter(one -> canary.score().isEmpty() || canary.score().get().equals(one.name()))
            .findFirst()
            .orElseThrow(() ->
                new EvaluatorException(
                    "evaluator '%s' has no score '%s'"
                        .formatted(evaluator.name(), canary.score().orElse("?"))));
    return new Judge(canary.rule(), evaluator, output, Flow.load(evaluator.folder(), around));
  }

  /// The score of an answer, or why there is none.
  Score score(Answer answer) {
    if (!answer.isComplete()) {
      return Score.of(rule.lowest());
    }
    FlowResult scored = flow.run(RunRequest.of(inputs(answer)).withLimit(LIMIT));
    if (scored.status() != FlowResult.Status.COMPLETED) {
      return Score.notScored(
          scored.failure().map(FlowResult.Failure::message).orElse("the evaluator failed"));
    }
    ScoredOutput found = ScoredOutput.of(evaluator, scored.outputs()).get(output.name());
    return switch (found == null ? Score.notScored("there is no score") : found.score()) {
      case Score.Scored(double value) -> oriented(value);
      case Score.NotScored none -> none;
    };
  }

  private Score oriented(double value) {
    if (value < rule.lowest() || value > rule.highest()) {
      return Score.notScored(
          "the score %s is not from %s to %s".formatted(value, rule.lowest(), rule.highest()));
    }
    return Score.of(
        output.direction() == EvaluatorOutput.Direction.LOWER
            ? rule.lowest() + rule.highest() - value
            : value);
  }

  private Value.Mapping inputs(Answer answer) {
    var inputs = new LinkedHashMap<String, Value>();
    for (Evaluator.Input input : evaluator.inputs()) {
      Optional.ofNullable(rule.mapping().get(input.name()))
          .map(written -> mapped(written, answer))
          .orElseGet(() -> byName(input, answer))
          .ifPresent(value -> inputs.put(input.name(), value));
    }
    return Value.of(inputs);
  }

  private static Optional<Value> mapped(String written, Answer answer) {
    Matcher reference = REFERENCE.matcher(written.strip());
    if (!reference.matches()) {
      return Optional.of(Value.of(written));
    }
    Value.Mapping from =
        reference.group(1).endsWith("outputs") ? answer.result().outputs() : answer.inputs();
    return Optional.ofNullable(from.get(reference.group(2).strip()));
  }

  /// What the flow said under that name, or was asked; under the names that stand for it, else.
  private static Optional<Value> byName(Evaluator.Input input, Answer answer) {
    Map<String, Value> outputs = answer.result().outputs().entries();
    Map<String, Value> inputs = answer.inputs().entries();
    var names = new ArrayList<String>(List.of(input.name()));
    names.addAll(input.also());
    for (String name : names) {
      if (outputs.containsKey(name)) {
        return Optional.of(outputs.get(name));
      }
      if (inputs.containsKey(name)) {
        return Optional.of(inputs.get(name));
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    flow.close();
  }
}
