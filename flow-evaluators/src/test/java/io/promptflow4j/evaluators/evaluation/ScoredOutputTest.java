package io.promptflow4j.evaluators.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.evaluation.EvaluatorOutput.Direction;
import io.promptflow4j.evaluators.evaluation.EvaluatorOutput.Kind;
import io.promptflow4j.evaluators.metric.Score;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScoredOutputTest {

  @Test
  void numbersTruthValuesAndLabelsAreScores() {
    assertThat(
            scores(
                """
                {"quality": 4, "quality_reason": "fine", "pass": true, "verdict": "good",
                 "note": "text"}
                """))
        .isEqualTo(
            Map.of(
                "quality", new ScoredOutput(Score.of(4), "fine"),
                "pass", new ScoredOutput(Score.of(1), "fine"),
                "verdict", new ScoredOutput(Score.of(1), "fine")));
  }

  @Test
  void nullIsNotScoredForTheReasonBesideIt() {
    assertThat(
            scores(
                    """
                    {"quality": null, "quality_reason": "no context", "pass": null, "verdict": null}
                    """)
                .values())
        .allMatch(one -> one.score().equals(Score.notScored("no context")));
  }

  @Test
  void whatIsOffTheScaleIsNotScored() {
    Map<String, ScoredOutput> scores =
        scores("{\"quality\": 9, \"pass\": \"x\", \"verdict\": \"so so\"}");

    assertThat(scores.values()).allMatch(one -> one.score() instanceof Score.NotScored);
    assertThat(Objects.requireNonNull(scores.get("quality")).score())
        .isEqualTo(Score.notScored("'quality' is 9.0, which is not on its scale"));
    assertThat(Objects.requireNonNull(scores("{}").get("pass")).score())
        .isEqualTo(Score.notScored("there is no output 'pass'"));
  }

  @Test
  void whereNothingIsDeclaredTextIsLeftOut() {
    Evaluator plain =
        evaluator(
            List.of(
                EvaluatorOutput.undeclared("a", ""),
                EvaluatorOutput.undeclared("b", ""),
                EvaluatorOutput.undeclared("c", "")));

    assertThat(
            ScoredOutput.of(
                plain, (Value.Mapping) Json.read("{\"a\": 0.5, \"b\": \"Correct\", \"c\": false}")))
        .isEqualTo(
            Map.of(
                "a", new ScoredOutput(Score.of(0.5), ""),
                "c", new ScoredOutput(Score.of(0), "")));
  }

  private static Map<String, ScoredOutput> scores(String outputs) {
    return ScoredOutput.of(
        evaluator(
            List.of(
                output("quality", Kind.NUMBER, Optional.of(5.0), List.of()),
                output("pass", Kind.PASS, Optional.empty(), List.of()),
                output("verdict", Kind.LABEL, Optional.empty(), List.of("good", "bad")),
                output("quality_reason", Kind.TEXT, Optional.empty(), List.of()))),
        (Value.Mapping) Json.read(outputs));
  }

  private static EvaluatorOutput output(
      String name, Kind kind, Optional<Double> max, List<String> labels) {
    return new EvaluatorOutput(
        name,
        "",
        kind,
        Optional.empty(),
        max,
        false,
        Direction.HIGHER,
        Optional.empty(),
        labels,
        labels.stream().limit(1).toList());
  }

  private static Evaluator evaluator(List<EvaluatorOutput> outputs) {
    return new Evaluator(
        "name",
        "",
        "",
        Evaluator.Kind.CODE,
        List.of(),
        outputs,
        new LinkedHashMap<>(),
        List.of(),
        "",
        List.of(),
        Path.of("."),
        true);
  }
}
