package io.promptflow4j.core.graph.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.compile.TrialFlow;
import io.promptflow4j.core.value.Value;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptNodeTest {

  private static final String FLOW =
      """
      inputs:
        name: {type: string}
      nodes:
      - name: greet
        type: prompt
        source:
          type: code
          path: greet.jinja2
        inputs:
          name: ${inputs.name}
      """;

  @TempDir private Path folder;
  private TrialFlow flow = new TrialFlow(Path.of("."));

  @BeforeEach
  void freshFlow() {
    flow = new TrialFlow(folder).file("greet.jinja2", "Hello\n{{ name }}!");
  }

  @Test
  void aPromptIsATemplateAndItsInputs() {
    Node node = flow.node(FLOW, "greet");

    assertThat(node).isInstanceOf(Node.Prompt.class);
    assertThat(node.inputs()).containsOnlyKeys("name");
    assertThat(node.head().sourceFile()).contains("greet.jinja2");
    assertThat(flow.findings(FLOW)).isEmpty();
  }

  @Test
  void emptyValuesStayBecauseTheOriginalPrintsThem() {
    String yaml = FLOW.replace("${inputs.name}", "null");

    assertThat(flow.node(yaml, "greet").inputs())
        .containsEntry("name", new Binding.Literal(Value.Null.NULL));
  }

  @Test
  void aSourceTypeThatTheOriginalNeverReadsIsNothing() {
    assertThat(flow.findings(FLOW.replace("type: code", "type: jinja2"))).isEmpty();
  }

  @Test
  void aMissingFileIsAMistakeWithTheNameOfASimilarOne() {
    String yaml = FLOW.replace("path: greet", "path: gret");

    assertThat(flow.findings(yaml)).containsExactly("8:11 error[missing-file]");
    assertThat(flow.messages(yaml, "missing-file"))
        .containsExactly("there is no file 'gret.jinja2'. Did you mean 'greet.jinja2'?");
  }

  @Test
  void aPathThatLeavesTheFolderIsAMistake() {
    assertThat(flow.findings(FLOW.replace("greet.jinja2", "/etc/passwd")))
        .containsExactly("8:11 error[path-outside]");
  }

  @Test
  void aFileThatIsNotTextIsAMistake() {
    assertThat(flow.file("dir/x", "").findings(FLOW.replace("greet.jinja2", "dir")))
        .containsExactly("8:11 error[unreadable-file]");
  }

  @Test
  void aSourceWithoutAPathIsAMistake() {
    assertThat(flow.findings(FLOW.replace("    path: greet.jinja2\n", "")))
        .containsExactly("7:5 error[missing-path]");
  }

  @Test
  void aNodeWithoutASourceIsAMistake() {
    assertThat(flow.findings("nodes:\n- {name: greet, type: prompt}\n"))
        .containsExactly("2:10 error[missing-source]");
  }

  @Test
  void aTemplateThatIsNoneIsAMistakeInItsOwnFileOnce() {
    String twice = FLOW + "- {name: two, type: prompt, source: {path: greet.jinja2}}\n";

    assertThat(flow.file("greet.jinja2", "Hello\n {{ name").findings(twice))
        .containsExactly("greet.jinja2:2:9 error[template-syntax]");
  }

  @Test
  void aVariableThatNothingSuppliesIsAWarningInTheTemplate() {
    String yaml = FLOW.replace("    name: ${", "    nam: ${");

    assertThat(flow.findings(yaml))
        .containsExactly(
            "10:5 hint[unused-node-input]", "greet.jinja2:2:4 warning[unsupplied-variable]");
    assertThat(flow.messages(yaml, "unsupplied-variable").getFirst())
        .endsWith("add an input 'name' to the node. Its input 'nam' may be meant.");
  }

  @Test
  void theVariableTemplateIsReserved() {
    assertThat(flow.file("greet.jinja2", "{{ template }}").findings(FLOW))
        .contains("greet.jinja2:1:4 error[reserved-variable]");
  }

  @Test
  void aPictureInAPromptIsLoaded() {
    String png = "data:image/png;base64";
    String yaml = FLOW.replace("${inputs.name}", "{'" + png + "': 'iVBORw0KGgo='}");

    assertThat(flow.node(yaml, "greet").inputs().get("name"))
        .isInstanceOfSatisfying(
            Binding.Literal.class,
            literal -> assertThat(literal.value()).isInstanceOf(Value.Image.class));
  }
}
