package io.promptflow4j.server.deployment.monitor;

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
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An evaluator that is ready to score live answers.
public final class LiveEvaluator implements AutoCloseable {

  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{(data|inputs|run\\.inputs|run\\.outputs|outputs)\\.([^{}]+)}");
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Evaluator evaluator;
  private final Map<String, String> mapping;
  private final Flow flow;

  private LiveEvaluator(Evaluator evaluator, Map<String, String> mapping, Flow flow) {
    this.evaluator = evaluator;
    this.mapping = Map.copyOf(mapping);
    this.flow = flow;
  }

  /// Loads an evaluator.
  ///
  /// @param mapping where its inputs come from, by name; by their own names else
  /// @throws EvaluatorException if there is none
  /// @throws FlowLoadException if its flow has mistakes
  public static LiveEvaluator of(
      String reference, Map<String, String> mapping, Evaluators evaluators, FlowSettings around) {
    Evaluator found = evaluators.find(reference);
    return new LiveEvaluator(found, mapping, Flow.load(found.folder(), around));
  }

  /// What it says of itself.
  public Evaluator evaluator() {
    return evaluator;
  }

  /// The scores of an answer by output, or why there are none.
  public SequencedMap<String, Score> scores(Answer answer) {
    var scores = new LinkedHashMap<String, Score>();
    FlowResult scored = flow.run(RunRequest.of(inputs(answer)).withLimit(LIMIT));
    if (scored.status() != FlowResult.Status.COMPLETED) {
      Score none =
          Score.notScored(
              scored.failure().map(FlowResult.Failure::message).orElse("the evaluator failed"));
      for (EvaluatorOutput output : evaluator.scores()) {
        scores.put(output.name(), none);
      }
      return scores;
    }
    ScoredOutput.of(evaluator, scored.outputs())
        .forEach((name, output) -> scores.put(name, output.score()));
    return scores;
  }

  private Value.Mapping inputs(Answer answer) {
    var inputs = new LinkedHashMap<String, Value>();
    for (Evaluator.Input input : evaluator.inputs()) {
      Optional.ofNullable(mapping.get(input.name()))
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
