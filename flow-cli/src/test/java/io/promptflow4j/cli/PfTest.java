package io.promptflow4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PfTest {

  @TempDir Path folder;

  private Called.Place place;

  @BeforeEach
  void openPlace() {
    place = new Called.Place(folder);
  }

  @Test
  void withoutAVerbItShowsWhatThereIs() {
    assertThat(place.pf().out()).contains("flow", "connection", "completion", "Exit codes");
    assertThat(place.pf("flow").out()).contains("init", "validate", "test", "graph", "schema");
    assertThat(place.pf("connection").exit()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-v"})
  void theVersionIsOneLine(String option) {
    Called called = place.pf(option);

    assertThat(called.exit()).isZero();
    assertThat(called.out()).startsWith("promptflow4j ").hasLineCount(1);
  }

  @Test
  void programsGetTheVersionAsADocument() {
    Called called = place.pf("--version", "--format", "json");

    assertThat(called.exit()).isZero();
    assertThat(called.json().entries()).containsOnlyKeys("version", "java");
  }

  @Test
  void aMistypedVerbIsWrongUsageWithASuggestion() {
    Called called = place.pf("flow", "tset");

    assertThat(called.exit()).isEqualTo(2);
    assertThat(called.out()).isEmpty();
    assertThat(called.err()).contains("'tset'", "Did you mean", "Try 'pf flow --help'.");
  }

  @Test
  void anUnknownOptionIsWrongUsage() {
    Called called = place.pf("flow", "test", "--inputs", "a=1", "--bogus", "b");

    assertThat(called.exit()).isEqualTo(2);
    assertThat(called.err()).contains("--bogus", "Try 'pf flow test --help'.");
  }

  @Test
  void anArgumentThatLooksLikeAnArgumentFileIsNotOpened() throws IOException {
    place.write("args", "--version");

    Called called = place.pf("@" + folder.resolve("args"));

    assertThat(called.exit()).isEqualTo(2);
    assertThat(called.out()).isEmpty();
  }

  @Test
  void theSchemaIsJson() {
    Called called = place.pf("flow", "schema");

    assertThat(((Value.Mapping) Json.read(called.out())).get("title"))
        .isEqualTo(Value.of("flow.dag.yaml"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void theCompletionIsAScriptThatKnowsEveryVerb(String shell) throws Exception {
    Called called = place.pf("completion", shell);

    assertThat(called.out()).contains("validate", "--interactive", "delete");
    Process check = new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
    try (var in = check.outputWriter(StandardCharsets.UTF_8)) {
      in.write(called.out());
    }
    assertThat(check.waitFor()).isZero();
  }

  @Test
  void anUnexpectedErrorIsOneLineUnlessMoreIsAsked() {
    String impossible = "\uD800\0";

    Called quiet = place.pf("flow", "validate", "--source", impossible);
    Called verbose = place.pf("flow", "validate", "--verbose", "--source", impossible);

    assertThat(quiet.exit()).isIn(1, 2);
    assertThat(quiet.err()).startsWith("pf: ").hasLineCount(quiet.err().contains("Try") ? 2 : 1);
    assertThat(verbose.exit()).isIn(1, 2);
  }
}
