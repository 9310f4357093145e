package io.promptflow4j.cli.evaluator;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.Called;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluatorCommandsTest {

  @TempDir Path folder;

  private Called.Place place;

  @BeforeEach
  void openPlace() {
    place = new Called.Place(folder);
  }

  @Test
  void theListHasALineForEachEvaluatorOfAKind() {
    Called listed = place.pf("evaluator", "list", "--kind", "code", "--tag", "promptflow");

    assertThat(listed.exit()).isZero();
    assertThat(listed.out())
        .containsPattern("(?m)^f1_score +code +Words in common")
        .doesNotContain("groundedness", "regex_match");
  }

  @Test
  void programsGetAllThatIsDeclared() {
    Called shown = place.pf("evaluator", "show", "builtin:f1_score", "--format", "json");

    Value output = shown.object("outputs").get("f1_score");
    assertThat(Json.write(Objects.requireNonNull(output)))
        .startsWith(
            "{\"kind\":\"number\",\"min\":0.0,\"max\":1.0,\"whole\":false,\"direction\":\"higher\"");
    assertThat(
            ((Value.Sequence) Json.read(place.pf("evaluator", "list", "--format", "json").out()))
                .items())
        .hasSizeGreaterThan(40);
  }

  @Test
  void peopleReadScaleAndDirection() {
    assertThat(place.pf("evaluator", "show", "levenshtein").out())
        .contains(
            "levenshtein (code)",
            "number from 0 to 1 higher is better; 1 − distance / length of the longer text",
            "source  RapidFuzz");
  }

  @Test
  void aCopyCanBeShownAndBeChanged() throws IOException {
    Called copied = place.pf("evaluator", "copy", "exact_match", "mine");

    assertThat(copied.exit()).isZero();
    assertThat(copied.out()).isEqualTo("Copied to mine. Use it with --evaluator mine.\n");
    assertThat(place.pf("evaluator", "show", "mine").out()).contains("exact_match (code)");

    place.write("mine/evaluator.yaml", "kind: cod\noutputs: {exact_mach: {}}\n");
    Called broken = place.pf("evaluator", "show", "mine");

    assertThat(broken.exit()).isEqualTo(1);
    assertThat(broken.err().lines().toList())
        .hasSize(3)
        .first()
        .asString()
        .contains("evaluator.yaml:1:7", "Did you mean 'code'?");
    assertThat(broken.err()).contains("Did you mean 'exact_match'?");
  }

  @Test
  void whatCannotBeDoneIsSaid() throws IOException {
    place.write("taken/file", "");

    assertThat(place.pf("evaluator", "show", "f1_scor").err())
        .contains("there is no evaluator", "Did you mean 'f1_score'?");
    assertThat(place.pf("evaluator", "copy", "f1_score", "taken").err()).contains("exists already");
    assertThat(List.of(place.pf("evaluator", "copy", "nothing").exit())).containsExactly(1);
  }

  @Test
  void aBuiltinEvaluatorRunsAsAFlow() throws IOException {
    place.write(
        "rows.jsonl",
        """
        {"answer": "Paris", "ground_truth": "Paris"}
        {"answer": "Rome", "ground_truth": "Paris"}
        {"answer": "Rome", "ground_truth": null}
        """);

    Called run =
        place.pf(
            "run",
            "create",
            "--flow",
            "builtin:exact_match",
            "--data",
            "rows.jsonl",
            "--name",
            "e");
    Called metrics = place.pf("run", "show-metrics", "--name", "e", "--format", "json");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(metrics.out())
        .contains(
            "\"exact_match\":0.5", "\"exact_match.scored\":2", "\"exact_match.not_scored\":1");
  }
}
