package io.promptflow4j.evaluators.evaluation.registry;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.evaluation.Evaluator;
import io.promptflow4j.evaluators.evaluation.EvaluatorOutput;
import io.promptflow4j.evaluators.evaluation.ScoredOutput;
import io.promptflow4j.evaluators.metric.ReferenceCase;
import io.promptflow4j.evaluators.metric.ReferenceFile;
import io.promptflow4j.evaluators.metric.Score;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Runs the built-in code evaluators as flows, on rows of which other programs say what they come
/// to (`evaluator_rows.py`), and on rows that can't be scored.
class BuiltinRowsTest {

  private static final Map<String, List<ReferenceCase>> CASES =
      ReferenceFile.cases("evaluator_rows").stream()
          .collect(groupingBy(one -> one.text("evaluator")));

  @TempDir private Path cache;

  private Stream<Evaluator> evaluators() {
    return new Evaluators(cache).list().stream().filter(one -> one.kind() == Evaluator.Kind.CODE);
  }

  @TestFactory
  Stream<DynamicTest> eachScoresWhatOtherProgramsScore() {
    return evaluators().map(one -> dynamicTest(one.name(), () -> check(one)));
  }

  private static void check(Evaluator evaluator) {
    List<ReferenceCase> cases = CASES.getOrDefault(evaluator.name(), List.of());
    assertThat(cases)
        .as("rows")
        .anyMatch(one -> one.has("source"))
        .anyMatch(one -> one.has("notScored"));
    var contributions = new ArrayList<Value.Mapping>();
    try (Flow flow = Flow.load(evaluator.folder())) {
      assertThat(flow.diagnostics()).isEmpty();
      for (ReferenceCase one : cases) {
        FlowResult result = flow.run(one.mapping("inputs").entries().entries());
        assertThat(result.failure()).as(one.toString()).isEqualTo(Optional.empty());
        check(evaluator, one, result.outputs());
        contributions.add(flow.contribution(result));
      }
      assertThat(flow.aggregate(contributions).metrics().entries().keySet())
          .containsAll(evaluator.metrics().keySet())
          .anyMatch(name -> name.endsWith(".not_scored"));
    }
  }

  private static void check(Evaluator evaluator, ReferenceCase one, Value.Mapping outputs) {
    Map<String, ScoredOutput> scores = ScoredOutput.of(evaluator, outputs);
    if (one.has("notScored")) {
      String reason =
          scores.values().stream()
              .map(ScoredOutput::score)
              .filter(Score.NotScored.class::isInstance)
              .map(score -> ((Score.NotScored) score).why())
              .findFirst()
              .orElseThrow();
      assertThat(reason).as(one.toString()).contains(one.text("notScored"));
      return;
    }
    Value.Mapping expected = one.mapping("outputs").entries();
    expected
        .entries()
        .forEach((name, value) -> {
          EvaluatorOutput output = evaluator.output(name).orElseThrow();
          if (output.kind() == EvaluatorOutput.Kind.LABEL) {
            assertThat(outputs.get(name)).as(name).isEqualTo(value);
          } else {
            Score score = Objects.requireNonNull(scores.get(name), name).score();
            assertThat(score).as(name).isInstanceOf(Score.Scored.class);
            assertThat(((Score.Scored) score).value())
                .as("%s of %s", name, one)
                .isCloseTo(ReferenceCase.asNumber(value), within(1e-9));
          }
        });
  }

  @Test
  void noRowIsForAnEvaluatorThatIsNotThere() {
    assertThat(Evaluators.names()).containsAll(CASES.keySet());
  }
}
