package io.promptflow4j.core.graph.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.graph.Activation;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.ChatRoles;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.PropertyPath;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowCompilerTest {

  private static final String NODE = "nodes:\n- {name: a, type: python, source: {path: a.py}}\n";

  @TempDir private Path folder;
  private TrialFlow flow = new TrialFlow(Path.of("."));

  @BeforeEach
  void freshFlow() {
    flow = new TrialFlow(folder).file("a.py", "");
  }

  @Test
  void allMistakesAreReportedAtOnce() {
    String yaml =
        """
        inputs:
          n: {type: itn, default: 3}
        outputs:
          out: {type: string, reference: '${b.output}'}
          empty: {type: string}
        nodes:
        - name: a
          type: python
          source: {path: a.py}
          inputs: {x: '${inputs.m}', y: '${c.output}'}
        - name: d
          type: llm
          source: {path: gone.jinja2}
          connection: c
        """;

    assertThat(flow.findings(yaml))
        .containsExactly(
            "2:13 warning[unknown-input-type]",
            "4:34 error[unknown-node]",
            "5:3 error[missing-reference]",
            "10:15 error[unknown-input-reference]",
            "10:33 error[unknown-node]",
            "11:9 error[missing-api]",
            "13:18 error[missing-file]");
    assertThat(flow.compile(yaml).graph()).isEmpty();
  }

  @Test
  void anEmptyFlowIsAFlow() {
    FlowGraph graph = flow.graph("inputs: {}\n");

    assertThat(graph.nodes()).isEmpty();
    assertThat(graph.name()).isEqualTo("trial");
  }

  @Test
  void theFlowsOwnNameWins() {
    FlowGraph graph = flow.graph("name: mine\ndescription: what it does\n" + NODE);

    assertThat(graph.name()).isEqualTo("mine");
    assertThat(graph.description()).isEqualTo("what it does");
  }

  @Test
  void environmentVariablesAreTexts() {
    String yaml =
        NODE
            + """
            environment_variables:
              TEXT: ${conn.key}
              NUMBER: 3
              FLAG: true
              NOTHING: null
              LIST: [1, {a: bär}]
            """;

    assertThat(flow.graph(yaml).environmentVariables())
        .containsEntry("TEXT", "${conn.key}")
        .containsEntry("NUMBER", "3")
        .containsEntry("FLAG", "True")
        .containsEntry("NOTHING", "None")
        .containsEntry("LIST", "[1, {\"a\": \"b\\u00e4r\"}]");
  }

  @Nested
  class Inputs {

    private FlowGraph with(String input) {
      return flow.graph("inputs:\n  x: " + input + "\n" + NODE);
    }

    @Test
    void haveATypeAndADefaultOfThatType() {
      var input = with("{type: int, default: '5', description: how many}").inputs().getFirst();

      assertThat(input.type()).isEqualTo(ValueType.INT);
      assertThat(input.defaultValue()).contains(Value.of(5));
      assertThat(input.description()).isEqualTo("how many");
    }

    @Test
    void withoutATypeTakeEverything() {
      assertThat(with("{default: [1]}").inputs().getFirst().type()).isEqualTo(ValueType.ANY);
    }

    @Test
    void whoseDefaultIsNullHaveNone() {
      assertThat(with("{type: string, default: null}").inputs().getFirst().defaultValue())
          .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {"int | many", "list | plain", "object | {broken", "image | gone.png"})
    void whoseDefaultDoesNotFitLoseItWithAWarning(String type, String value) {
      String yaml = "inputs:\n  x: {type: %s, default: \"%s\"}\n%s".formatted(type, value, NODE);

      assertThat(flow.findings(yaml)).singleElement().asString().endsWith("warning[wrong-default]");
      assertThat(flow.graph(yaml).inputs().getFirst().defaultValue()).isEmpty();
    }
  }

  @Nested
  class Outputs {

    @Test
    void readNodesAndInputs() {
      FlowGraph graph =
          flow.graph(
              """
              inputs: {q: {type: string}}
              outputs:
                a: {type: string, reference: '${a.output.x}', evaluation_only: true}
                q: {reference: '${inputs.q}', description: the question}
                bare: ${a}
                fixed: {type: string, reference: always}
              """
                  + NODE);

      assertThat(graph.outputs()).hasSize(4);
      assertThat(graph.outputs().get(0).evaluationOnly()).isTrue();
      assertThat(graph.outputs().get(1).type()).isEqualTo(ValueType.ANY);
      assertThat(graph.outputs().get(2).binding())
          .isEqualTo(new Binding.FromNode(new NodeName("a"), PropertyPath.WHOLE));
      assertThat(graph.outputs().get(3).binding())
          .isEqualTo(new Binding.Literal(Value.of("always")));
    }

    @Test
    void withoutAReferenceAreMistakes() {
      assertThat(flow.findings("outputs:\n  a: {type: string, reference: ''}\n" + NODE))
          .containsExactly("2:32 error[missing-reference]");
    }

    @Test
    void ofATypeThatDoesNotExistGetAHint() {
      assertThat(flow.findings("outputs:\n  a: {type: number, reference: '${a}'}\n" + NODE))
          .containsExactly("2:13 hint[unknown-output-type]");
    }
  }

  @Nested
  class Activations {

    private static final String FLOW =
        NODE + "- name: b\n  type: python\n  source: {path: a.py}\n  activate:\n";

    @Test
    void compareWhatIsReadWithAValue() {
      assertThat(
              flow.node(FLOW + "    when: ${a.output.kind}\n    is: [x, 1]\n", "b")
                  .head()
                  .activation()
                  .map(Activation::is)
                  .map(Value::toPlain))
          .contains(java.util.List.of("x", 1L));
    }

    @Test
    void needBothOfTheirKeys() {
      assertThat(flow.findings(FLOW + "    when: ${a.output}\n"))
          .containsExactly("7:5 error[incomplete-activate]");
      assertThat(flow.findings(FLOW + "    is: 1\n"))
          .containsExactly("7:5 error[incomplete-activate]");
    }

    @Test
    void mayBeNullOnBothSides() {
      assertThat(flow.findings(FLOW + "    when: null\n    is: null\n")).isEmpty();
    }

    @Test
    void thatNameNothingAreMistakes() {
      assertThat(flow.findings(FLOW + "    when: ${c.output}\n    is: 1\n"))
          .containsExactly("7:11 error[unknown-node]");
    }
  }

  @Nested
  class Chats {

    private static final String CHAT =
        """
        inputs:
          question: {type: string, is_chat_input: true}
          chat_history: {type: list}
        outputs:
          answer: {type: string, reference: '${a}', is_chat_output: true}
        """
            + NODE;

    private Optional<ChatRoles> roles(String yaml) {
      return flow.graph(yaml).chat();
    }

    @Test
    void haveAnInputAHistoryAndAnOutput() {
      assertThat(roles(CHAT))
          .contains(new ChatRoles("question", Optional.of("chat_history"), Optional.of("answer")));
      assertThat(flow.findings(CHAT)).isEmpty();
    }

    @Test
    void takeTheInputThatSaysItIsTheHistory() {
      String yaml =
          CHAT.replace("chat_history: {type: list", "past: {type: list, is_chat_history: true");

      assertThat(roles(yaml).flatMap(ChatRoles::history)).contains("past");
    }

    @Test
    void haveNoHistoryIfTheInputOfThatNameSaysNo() {
      String yaml = CHAT.replace("{type: list", "{type: list, is_chat_history: false");

      assertThat(roles(yaml).flatMap(ChatRoles::history)).isEmpty();
      assertThat(flow.findings(yaml)).containsExactly("2:3 warning[missing-chat-history]");
    }

    @Test
    void needAnOutput() {
      assertThat(flow.findings(CHAT.replace(", is_chat_output: true", "")))
          .containsExactly("2:3 warning[missing-chat-output]");
    }

    @Test
    void haveOneInputAndOneOutput() {
      String inputs = CHAT.replace("{type: list", "{type: list, is_chat_input: true");
      String outputs =
          CHAT.replace("nodes:", "  b: {reference: '${a}', is_chat_output: true}\nnodes:");

      assertThat(flow.findings(inputs)).containsExactly("3:3 warning[several-chat-inputs]");
      assertThat(flow.findings(outputs)).containsExactly("6:3 warning[several-chat-outputs]");
      assertThat(roles(inputs)).isEmpty();
      assertThat(roles(outputs)).isEmpty();
    }

    @Test
    void areNotMadeOfFlowsWithoutAChatInput() {
      assertThat(roles(CHAT.replace("is_chat_input: true", "is_chat_input: false"))).isEmpty();
    }
  }
}
