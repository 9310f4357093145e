package io.promptflow4j.cli.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.Called;
import io.promptflow4j.cli.terminal.Terminal.Stream;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowValidateCommandTest {

  @TempDir Path folder;

  private Called.Place place;

  @BeforeEach
  void openPlace() throws IOException {
    place = new Called.Place(folder);
    Flows.twice(place);
    Flows.broken(place);
  }

  @Test
  void aValidFlowIsSaidToBeValid() {
    Called called = place.pf("flow", "validate", "--source", "twice");

    assertThat(called.exit()).isZero();
    assertThat(called.out()).endsWith("twice: valid\n");
  }

  @Test
  void theFlowCanBeNamedInThreeWays() {
    assertThat(place.pf("flow", "validate", "twice").exit()).isZero();
    assertThat(place.pf("flow", "validate", "--flow", "twice").exit()).isZero();
    assertThat(place.pf("flow", "validate", "--source", "twice/flow.dag.yaml").exit()).isZero();
    assertThat(new Called.Place(folder.resolve("twice")).pf("flow", "validate").exit()).isZero();
  }

  @Test
  void withoutAFlowItIsCalledWrongly() {
    Called called = place.pf("flow", "validate");

    assertThat(called.exit()).isEqualTo(2);
    assertThat(called.err()).contains("no flow is named");
  }

  @Test
  void aConnectionThatIsNotThereIsAWarningAtItsNode() throws IOException {
    place.write(
        "asks/flow.dag.yaml",
        """
        outputs:
          answer: {type: string, reference: "${ask.output}"}
        nodes:
        - name: ask
          type: llm
          source: {type: code, path: ask.jinja2}
          api: chat
          connection: nowhere
          inputs: {model: some-model}
        """);
    place.write("asks/ask.jinja2", "user:\nHello\n");

    Called called = place.pf("flow", "validate", "asks");

    assertThat(called.exit()).isZero();
    assertThat(called.out())
        .contains(
            "flow.dag.yaml:4:9: warning[missing-connection]: connection 'nowhere' is configured",
            "asks: valid (1 warning)");
    place.write("asks/scripted.yaml", "default: hello\n");
    assertThat(place.pf("flow", "validate", "asks").out()).endsWith("asks: valid\n");
  }

  @Test
  void aMistakeIsShownInItsLine() {
    Called called = place.pf("flow", "validate", "--source", "broken");

    assertThat(called.exit()).isEqualTo(1);
    assertThat(called.out())
        .contains(
            """
                3 |   a: {type: string, reference: "${nod.output}"}
                  |                                ^^^^^^^^^^^^^^^
            """)
        .contains("/broken/flow.dag.yaml:3:32: error[unknown-node]: ", "broken: 2 errors");
  }

  @Test
  void ofManyMistakesPeopleSeeAHundredAndProgramsSeeAll() throws IOException {
    var outputs = new StringBuilder("nodes: []\ninputs: {}\nextra: 1\noutputs:\n");
    for (int i = 0; i < 130; i++) {
      outputs.append("  o%d: {type: string, reference: \"${nod%d.output}\"}\n".formatted(i, i));
    }
    place.write("many/flow.dag.yaml", outputs.toString());

    Called shown = place.pf("flow", "validate", "--source", "many");
    Called told = place.pf("flow", "validate", "--source", "many", "--format", "json");

    assertThat(shown.out().lines().filter(line -> line.contains("error["))).hasSize(100);
    assertThat(shown.out()).containsPattern("\\.\\.\\. and 31 more\n.*many: 130 errors");
    assertThat(Called.list(told.json(), "diagnostics")).hasSizeGreaterThan(129);
  }

  @Test
  void programsGetOneDocument() {
    Called called = place.pf("flow", "validate", "--source", "broken", "--format", "json");

    var first = (Value.Mapping) Called.list(called.json(), "diagnostics").getFirst();
    assertThat(called.exit()).isEqualTo(1);
    assertThat(called.json().entries().keySet()).containsExactly("valid", "diagnostics");
    assertThat(called.json().get("valid")).isEqualTo(Value.Bool.FALSE);
    assertThat(first.entries().keySet())
        .containsExactly("file", "line", "column", "severity", "code", "message");
    assertThat(first.get("severity")).isEqualTo(Value.of("error"));
    assertThat(first.get("line")).isEqualTo(Value.of(3));
  }

  @Test
  void coloursAreForTerminalsAlone() {
    String piped = place.pf("flow", "validate", "--source", "broken").out();
    String shown = place.withTerminals(Stream.OUT).pf("flow", "validate", "broken").out();
    String plain =
        place.withVariable("NO_COLOR", "1").pf("flow", "validate", "--source", "broken").out();

    assertThat(piped).doesNotContain("\u001B");
    assertThat(shown).contains("\u001B[31merror");
    assertThat(plain).isEqualTo(piped);
  }

  @Test
  void aFolderThatIsNotThereIsADiagnostic() {
    Called called = place.pf("flow", "validate", "--source", "nowhere", "--format", "json");

    assertThat(called.exit()).isEqualTo(1);
    assertThat(called.json().get("valid")).isEqualTo(Value.Bool.FALSE);
  }

  @Test
  void noLineOfAFileOutsideIsShown() throws IOException {
    place.write("outside/secret.txt", "secret\n");
    Files.createDirectories(folder.resolve("linked"));
    Files.createSymbolicLink(
        folder.resolve("linked/flow.dag.yaml"), Path.of("../outside/secret.txt"));

    Called called = place.pf("flow", "validate", "linked");

    assertThat(called.out()).contains("path-outside").doesNotContain("secret");
  }

  @Test
  void aFolderWithoutAFlowIsNamedOnce() throws IOException {
    Files.createDirectories(folder.resolve("empty"));
    Path here = folder.resolve("empty");

    Called called = place.pf("flow", "validate", here.toString());

    assertThat(called.out()).startsWith(here + ":1:1: error[missing-flow-file]");
  }
}
