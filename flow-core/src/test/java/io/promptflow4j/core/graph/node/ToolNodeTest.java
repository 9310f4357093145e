package io.promptflow4j.core.graph.node;

import static io.promptflow4j.core.graph.compile.TrialFlow.connection;
import static io.promptflow4j.core.graph.compile.TrialFlow.optional;
import static io.promptflow4j.core.graph.compile.TrialFlow.required;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.compile.TrialFlow;
import io.promptflow4j.core.tool.ToolParameter;
import io.promptflow4j.core.tool.ToolSignature;
import io.promptflow4j.core.tool.Toolbox;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolNodeTest {

  private static final String FLOW =
      """
      inputs:
        text: {type: string}
      nodes:
      - name: score
        type: python
        source:
          type: code
          path: score.py
        inputs:
          text: ${inputs.text}
      """;

  @TempDir private Path folder;
  private TrialFlow flow = new TrialFlow(Path.of("."));

  @BeforeEach
  void freshFlow() {
    flow = new TrialFlow(folder).python("score.py", required("text", ValueType.STRING));
  }

  private static String withInput(String input) {
    return FLOW + "    " + input + "\n";
  }

  @Test
  void aToolNodeHasItsToolAndItsBindings() {
    Node node = flow.node(FLOW, "score");

    assertThat(node).isInstanceOf(Node.ToolNode.class);
    assertThat(node.head().sourceFile()).contains("score.py");
    assertThat(flow.findings(FLOW)).isEmpty();
  }

  @Nested
  class Literals {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '~',
        value = {
          "INT | '5' | 5",
          "INT | 2.9 | 2",
          "DOUBLE | 1 | 1.0",
          "BOOL | 'True' | True",
          "STRING | 5 | '5'",
          "STRING | {a: 1} | \"{'a': 1}\"",
          "LIST | '[1, 2]' | [1, 2]",
          "OBJECT | '{\"a\": 1}' | {'a': 1}",
          "OBJECT | '{broken' | '{broken'",
          "ANY | '5' | '5'"
        })
    void areTurnedIntoTheFirstDeclaredType(ValueType type, String written, String expected) {
      flow.python("score.py", required("text", ValueType.STRING), optional("x", type));

      assertThat(literal(withInput("x: " + quoted(written)))).isEqualTo(expected);
    }

    @Test
    void withoutADeclarationAreReadAsJsonWhereTheyAreJson() {
      flow.python(
          "score.py", required("text", ValueType.STRING), new ToolParameter("x", List.of(), false));

      assertThat(literal(withInput("x: '[1]'"))).isEqualTo("[1]");
      assertThat(literal(withInput("x: 'plain'"))).isEqualTo("'plain'");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '~',
        value = {
          "INT | many",
          "LIST | plain",
          "BOOL | perhaps",
          "DOUBLE | [1]",
          "IMAGE | gone.png"
        })
    void thatDoNotFitAreMistakes(ValueType type, String written) {
      flow.python("score.py", required("text", ValueType.STRING), optional("x", type));

      assertThat(flow.findings(withInput("x: " + written)))
          .containsExactly("11:8 error[wrong-literal-type]");
    }

    @Test
    void thatAreEmptyAreLeftOutSoThatTheDefaultApplies() {
      flow.python("score.py", required("text", ValueType.STRING), optional("x", ValueType.STRING));

      assertThat(flow.node(withInput("x: ''"), "score").inputs()).containsOnlyKeys("text");
      assertThat(flow.node(withInput("x: null"), "score").inputs()).containsOnlyKeys("text");
    }

    @Test
    void forAConnectionAreItsName() {
      flow.python("score.py", required("text", ValueType.STRING), connection("conn"));

      assertThat(flow.node(withInput("conn: mine"), "score").inputs())
          .containsEntry("conn", new Binding.OfConnection("mine"));
      assertThat(flow.findings(withInput("conn: [mine]")))
          .containsExactly("11:11 error[wrong-literal-type]");
    }

    @Test
    void forAPictureAreReadFromTheFolder() {
      flow.python("score.py", required("text", ValueType.STRING), optional("x", ValueType.IMAGE))
          .file("cat.bmp", "BM and so on");

      assertThat(flow.node(withInput("x: cat.bmp"), "score").inputs().get("x"))
          .isInstanceOfSatisfying(
              Binding.Literal.class,
              literal -> assertThat(literal.value()).isInstanceOf(Value.Image.class));
    }

    private String literal(String yaml) {
      Binding binding = flow.node(yaml, "score").inputs().getOrDefault("x", noValue());
      return binding instanceof Binding.Literal(var value) ? PythonText.repr(value) : "no literal";
    }

    private static Binding noValue() {
      return new Binding.OfConnection("");
    }

    private static String quoted(String written) {
      return written.startsWith("[") || written.startsWith("{broken") || written.startsWith("{\"")
          ? "'" + written + "'"
          : written;
    }
  }

  @Nested
  class Parameters {

    @Test
    void thatAreRequiredHaveToBeGiven() {
      String yaml = FLOW.replace("    text: ${inputs.text}\n", "    other: 1\n");

      assertThat(flow.findings(yaml))
          .containsExactly("4:9 error[missing-parameter]", "10:5 warning[unknown-parameter]");
      assertThat(flow.messages(yaml, "missing-parameter"))
          .containsExactly(
              "node 'score' does not give 'text', which 'score' in 'score.py' requires; add it to"
                  + " the node's inputs, or give the parameter a default.");
    }

    @Test
    void thatAreGivenAnEmptyTextAreNotGiven() {
      assertThat(flow.findings(FLOW.replace("${inputs.text}", "''")))
          .containsExactly("10:11 error[missing-parameter]");
    }

    @Test
    void whoseValueIsAMistakeAreNotMissingToo() {
      assertThat(flow.findings(FLOW.replace("${inputs.text}", "${inputs.txt}")))
          .containsExactly("10:11 error[unknown-input-reference]");
    }

    @Test
    void forConnectionsCanBeBoundFromOutside() {
      flow.python("score.py", required("text", ValueType.STRING), connection("conn"));

      assertThat(flow.messages(FLOW, "missing-parameter").getFirst())
          .endsWith("or give one with '--connection score.conn=NAME'.");
      assertThat(flow.bind("score", "conn", "mine").node(FLOW, "score").inputs())
          .containsEntry("conn", new Binding.OfConnection("mine"));
    }

    @Test
    void thatTheToolDoesNotHaveAreIgnoredWithAWarning() {
      String yaml = withInput("txt: 1");

      assertThat(flow.findings(yaml)).containsExactly("11:5 warning[unknown-parameter]");
      assertThat(flow.messages(yaml, "unknown-parameter").getFirst())
          .endsWith("Did you mean 'text'?");
      assertThat(flow.node(yaml, "score").inputs()).containsOnlyKeys("text");
    }

    @Test
    void arePassedOnIfTheToolTakesAnything() {
      flow.found(
          new Toolbox.Reference.PythonFile("score.py"),
          new ToolSignature("score", "", List.of(), true, false));

      assertThat(flow.node(withInput("more: 1"), "score").inputs())
          .containsOnlyKeys("text", "more");
    }

    @Test
    void thatSetTheToolUpHaveToBeLiterals() {
      flow.python("score.py", new ToolParameter("text", List.of(), true, Optional.empty(), true));

      assertThat(flow.findings(FLOW)).containsExactly("10:11 error[literal-required]");
    }
  }

  @Nested
  class Sources {

    @Test
    void aMissingFileIsAMistake() {
      assertThat(flow.findings(FLOW.replace("score.py", "scores.py")))
          .containsExactly("8:11 error[missing-file]");
    }

    @Test
    void aFileOfAnotherLanguageIsAMistake() {
      assertThat(flow.file("score.md", "").findings(FLOW.replace("score.py", "score.md")))
          .containsExactly("8:11 error[wrong-tool-source]");
      assertThat(flow.findings(FLOW.replace("type: python", "type: java")))
          .containsExactly("8:11 error[wrong-tool-source]");
    }

    @Test
    void aJavaFileAndAJavaPackageAreTools() {
      flow.file("Score.java", "");
      String file = FLOW.replace("type: python", "type: java").replace("score.py", "Score.java");
      String installed =
          FLOW.replace("type: python", "type: java")
              .replace("type: code", "type: package")
              .replace("path: score.py", "tool: mine.score");

      assertThat(flow.node(file, "score")).isInstanceOf(Node.ToolNode.class);
      assertThat(flow.node(installed, "score").head().sourceFile()).isEmpty();
    }

    @Test
    void anUnknownSourceTypeIsAMistake() {
      assertThat(flow.findings(FLOW.replace("type: code", "type: cod")))
          .containsExactly("7:11 error[unknown-source-type]");
    }

    @Test
    void aPackageHasToNameItsTool() {
      assertThat(flow.findings(FLOW.replace("type: code", "type: package")))
          .containsExactly("7:5 error[wrong-tool-source]");
    }

    @Test
    void mistakesInTheToolsSourceStandAtTheirPlaceThere() {
      flow.lookup(
          new Toolbox.Reference.PythonFile("score.py"),
          new Toolbox.Lookup.Wrong(
              List.of(
                  new Toolbox.Mistake("python-syntax", 3, 7, "the bracket is never closed"),
                  new Toolbox.Mistake("no-tool-function", 0, 0, "no function is a tool"))));

      assertThat(flow.findings(FLOW))
          .containsExactly(
              "score.py:1:1 error[no-tool-function]", "score.py:3:7 error[python-syntax]");
    }

    @Test
    void aToolThatIsNotOnThisMachineIsAMistakeWhereItIsNamed() {
      flow.lookup(
          new Toolbox.Reference.PythonFile("score.py"),
          new Toolbox.Lookup.Unavailable("no-python", "there is no Python here"));

      assertThat(flow.findings(FLOW)).containsExactly("8:11 error[no-python]");
    }

    @Test
    void aTypeThatDoesNotExistIsAMistake() {
      assertThat(flow.findings(FLOW.replace("type: python", "type: pyhton")))
          .containsExactly("5:9 error[unknown-type]");
      assertThat(flow.findings(FLOW.replace("type: python", "type: csharp")))
          .containsExactly("5:9 error[unsupported-node]");
      assertThat(flow.findings(FLOW.replace("  type: python\n", "")))
          .containsExactly("4:9 error[missing-type]");
    }

    @Test
    void aPackageToolWithAPromptGetsTheTextOfTheFile() {
      String yaml =
          """
          nodes:
          - name: call
            type: custom_llm
            source: {type: package_with_prompt, tool: mine.call, path: call.jinja2}
          """;
      flow.file("call.jinja2", "user:\nhi")
          .found(
              new Toolbox.Reference.PythonPackage("mine.call"),
              new ToolSignature(
                  "call", "", List.of(required("prompt", ValueType.PROMPT_TEMPLATE)), true, false));

      assertThat(flow.node(yaml, "call").inputs())
          .containsEntry("prompt", new Binding.Literal(Value.of("user:\nhi")));
    }
  }

  @Test
  void oneToolOfManyNodesIsLookedUpAndReportedOnce() {
    flow.lookup(
        new Toolbox.Reference.PythonFile("score.py"),
        new Toolbox.Lookup.Wrong(List.of(new Toolbox.Mistake("python-syntax", 1, 1, "broken"))));
    String twice = FLOW + "- {name: two, type: python, source: {path: score.py}}\n";

    assertThat(flow.findings(twice)).containsExactly("score.py:1:1 error[python-syntax]");
  }
}
