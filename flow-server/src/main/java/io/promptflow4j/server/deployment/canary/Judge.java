package io.promptflow4j.server.deployment.canary;

import io.promptflow4j.core.deployment.Canary;
import io.promptflow4j.core.engine.FlowLoadException;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.evaluators.evaluation.Evaluator;
import io.promptflow4j.evaluators.evaluation.EvaluatorException;
import io.promptflow4j.evaluators.evaluation.EvaluatorOutput;
import io.promptflow4j.evaluators.evaluation.registry.Evaluators;
import io.promptflow4j.evaluators.metric.Score;
import io.promptflow4j.server.deployment.monitor.LiveEvaluator;
import io.promptflow4j.server.deployment.witness.Answer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Scores answers with the evaluator of a canary. Higher is better, whatever the evaluator says; an
/// answer that failed gets the worst score there is.
final class Judge implements AutoCloseable {

  private final Canary.Rule rule;
  private final EvaluatorOutput output;
  private final LiveEvaluator evaluator;

  private Judge(Canary.Rule rule, EvaluatorOutput output, LiveEvaluator evaluator) {
    this.rule = rule;
    this.output = output;
    this.evaluator = evaluator;
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
    return new Judge(
        canary.rule(),
        output,
        LiveEvaluator.of(canary.evaluator(), canary.rule().mapping(), evaluators, around));
  }

  /// The score of an answer, or why there is none.
  Score score(Answer answer) {
    if (!answer.isComplete()) {
      return Score.of(rule.lowest());
    }
    @Nullable Score found = evaluator.scores(answer).get(output.name());
    return switch (found == null ? Score.notScored("there is no score") : found) {
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

  @Override
  public void close() {
    evaluator.close();
  }
}
