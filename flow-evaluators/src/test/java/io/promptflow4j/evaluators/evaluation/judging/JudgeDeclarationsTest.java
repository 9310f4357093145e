package io.promptflow4j.evaluators.evaluation.judging;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.evaluators.evaluation.Evaluator;
import io.promptflow4j.evaluators.evaluation.EvaluatorOutput;
import io.promptflow4j.evaluators.evaluation.registry.Evaluators;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What judges declare about themselves.
class JudgeDeclarationsTest {

  @TempDir Path cache;

  static Stream<String> names() throws IOException {
    return JudgeRun.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void saysEverythingAReaderAsksFor(String name) {
    Evaluator evaluator = new Evaluators(cache).find("builtin:" + name);

    assertThat(evaluator.name()).isEqualTo(name);
    assertThat(evaluator.kind()).isNotEqualTo(Evaluator.Kind.CODE);
    assertThat(evaluator.description()).endsWith(".");
    assertThat(evaluator.source()).isNotEmpty();
    assertThat(evaluator.needs()).containsExactly("chat model");
    assertThat(evaluator.tags()).contains("judge");
    assertThat(evaluator.metrics()).isNotEmpty();
    assertThat(evaluator.inputs()).allMatch(input -> !input.description().isEmpty());
    assertThat(evaluator.inputs()).anyMatch(input -> !input.optional());
    assertThat(evaluator.outputs()).allMatch(output -> !output.description().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("names")
  void hasAReasonBesideEachScore(String name) {
    Evaluator evaluator = new Evaluators(cache).find("builtin:" + name);

    assertThat(evaluator.scores()).isNotEmpty();
    assertThat(evaluator.outputs())
        .filteredOn(output -> output.kind() == EvaluatorOutput.Kind.TEXT)
        .isNotEmpty()
        .allMatch(output -> output.name().endsWith("_reason"));
  }
}
