package io.promptflow4j.core.graph.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.compile.TrialFlow;
import io.promptflow4j.core.model.ModelApi;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LlmNodeTest {

  private static final String FLOW =
      """
      inputs:
        question: {type: string}
      nodes:
      - name: ask
        type: llm
        source: {type: code, path: ask.jinja2}
        connection: open_ai
        api: chat
        inputs:
          question: ${inputs.question}
          deployment_name: gpt-x
      """;

  @TempDir private Path folder;
  private TrialFlow flow = new TrialFlow(Path.of("."));

  @BeforeEach
  void freshFlow() {
    flow = new TrialFlow(folder).file("ask.jinja2", "user:\n{{question}}");
  }

  private Node.Llm node(String yaml) {
    return (Node.Llm) flow.node(yaml, "ask");
  }

  private static String withInput(String input) {
    return FLOW + "    " + input + "\n";
  }

  @Test
  void anLlmNodeHasATemplateAConnectionVariablesAndParameters() {
    Node.Llm node = node(withInput("temperature: '0.7'"));

    assertThat(node.api()).isEqualTo(ModelApi.CHAT);
    assertThat(node.connection()).contains("open_ai");
    assertThat(node.vision()).isFalse();
    assertThat(node.variables()).containsExactly("question");
    assertThat(node.inputs())
        .containsOnlyKeys("question", "deployment_name", "temperature")
        .containsEntry("temperature", new Binding.Literal(Value.of(0.7)));
  }

  @Nested
  class Parameters {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "stop: ''",
          "logit_bias: ''",
          "seed: null",
          "max_tokens: inf",
          "max_tokens: 'INF'",
          "max_tokens: .inf",
          "model: ''"
        })
    void whatIsEmptyCountsAsNotGiven(String input) {
      assertThat(node(withInput(input)).inputs()).containsOnlyKeys("question", "deployment_name");
      assertThat(flow.findings(withInput(input))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '~',
        value = {
          "max_tokens: '256' | 256",
          "max_tokens: 0 | 0",
          "temperature: 1 | 1.0",
          "seed: 42 | 42",
          "user: 7 | '7'",
          "stop: '[\"a\"]' | ['a']",
          "stop: END | ['END']",
          "response_format: '{\"type\": \"text\"}' | {'type': 'text'}",
          "function_call: auto | 'auto'"
        })
    void literalsAreTurnedIntoTheParametersType(String input, String expected) {
      String name = input.substring(0, input.indexOf(':'));

      assertThat(node(withInput(input)).inputs().get(name))
          .isInstanceOfSatisfying(
              Binding.Literal.class,
              literal -> assertThat(PythonText.repr(literal.value())).isEqualTo(expected));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "temperature: hot",
          "max_tokens: many",
          "top_p: [1]",
          "functions: '{\"name\": \"f\"}'",
          "response_format: '{type: text'"
        })
    void aLiteralOfTheWrongKindIsAMistake(String input) {
      assertThat(flow.findings(withInput(input)))
          .singleElement()
          .asString()
          .matches("12:\\d+ error\\[bad-model-parameter]");
    }

    @Test
    void theMessageSaysWhatWasExpected() {
      assertThat(flow.messages(withInput("temperature: hot"), "bad-model-parameter"))
          .containsExactly(
              "'temperature' of node 'ask' has to be a number, but 'hot' is not a number.");
    }

    @Test
    void aParameterCanBeAReference() {
      String yaml = withInput("model: ${inputs.question}");

      assertThat(node(yaml).inputs().get("model")).isInstanceOf(Binding.FromInput.class);
    }

    @Test
    void newerNamesGoToTheModelUnlessTheTemplateReadsThem() {
      String yaml = withInput("reasoning_effort: low");
      assertThat(node(yaml).variables()).containsExactly("question");

      flow.file("ask.jinja2", "user:\n{{question}} {{reasoning_effort}}");
      assertThat(node(yaml).variables()).containsExactlyInAnyOrder("question", "reasoning_effort");
    }

    @Test
    void theParametersOfTheOtherApiAreVariables() {
      assertThat(node(withInput("best_of: 3")).variables())
          .containsExactlyInAnyOrder("question", "best_of");
      assertThat(node(withInput("best_of: 3").replace("api: chat", "api: completion")).variables())
          .containsExactly("question");
    }
  }

  @Nested
  class Mistakes {

    @Test
    void theApiIsRequired() {
      assertThat(flow.findings(FLOW.replace("  api: chat\n", "")))
          .containsExactly("4:9 error[missing-api]");
    }

    @Test
    void theApiIsOneOfTwo() {
      assertThat(flow.findings(FLOW.replace("chat", "chta")))
          .containsExactly("8:8 error[unknown-api]");
      assertThat(flow.messages(FLOW.replace("chat", "chta"), "unknown-api"))
          .containsExactly(
              "node 'ask' has the unknown api 'chta'; expected 'chat' or 'completion'. Did you mean"
                  + " 'chat'?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"connection: ''", "connection: null", "connection: [a]"})
    void aPlaceholderForAConnectionIsAWarningSinceItCanBeBoundFromOutside(String placeholder) {
      String yaml = FLOW.replace("connection: open_ai", placeholder);

      assertThat(flow.findings(yaml))
          .isNotEmpty()
          .singleElement()
          .matches(finding -> finding.matches("\\d+:\\d+ warning\\[missing-connection-name]"));
      assertThat(node(yaml).connection()).isEmpty();
      assertThat(flow.bind("ask", "connection", "mine").findings(yaml)).isEmpty();
      assertThat(node(yaml).connection()).contains("mine");
    }

    @Test
    void aNodeWithoutAModelGetsAHint() {
      assertThat(flow.findings(FLOW.replace("    deployment_name: gpt-x\n", "")))
          .containsExactly("4:9 hint[missing-model-name]");
    }

    @Test
    void anInputThatNobodyReadsGetsAHint() {
      assertThat(flow.findings(withInput("extra: 1")))
          .containsExactly("12:5 hint[unused-node-input]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"temperature", "tools", "user", "prompt", "connection"})
    void aVariableWithTheNameOfAParameterIsAMistake(String name) {
      assertThat(flow.file("ask.jinja2", "{{question}} {{" + name + "}}").findings(FLOW))
          .contains("ask.jinja2:1:16 error[reserved-variable]");
    }

    @Test
    void aVariableThatOnlySomeModelsTakeIsAWarningAndStaysAVariable() {
      flow.file("ask.jinja2", "{{question}} {{model}}");
      String yaml = withInput("model: car");

      assertThat(flow.findings(yaml)).containsExactly("ask.jinja2:1:16 warning[reserved-variable]");
      assertThat(node(yaml).variables()).containsExactlyInAnyOrder("question", "model");
    }

    @Test
    void aProviderThatDoesNotExistIsIgnoredWithAWarning() {
      assertThat(flow.findings(FLOW.replace("  api:", "  provider: OpenAi\n  api:")))
          .containsExactly("8:13 warning[unknown-provider]");
    }

    @Test
    void aModuleThatPromptFlowDoesNotHaveIsAMistake() {
      assertThat(
              flow.findings(FLOW.replace("  api:", "  module: promptflow.tools.aoai.11\n  api:")))
          .containsExactly("8:11 error[unknown-module]");
      assertThat(flow.findings(FLOW.replace("  api:", "  module: promptflow.tools.aoai\n  api:")))
          .isEmpty();
      assertThat(flow.findings(FLOW.replace("  api:", "  module: my.own\n  api:"))).isEmpty();
    }
  }

  @Nested
  class BoundFromOutside {

    @Test
    void theConnectionAndTheModelWinOverTheFile() {
      flow.bind("ask", "connection", "azure").bind("ask", "deployment_name", "gpt-y");

      assertThat(node(FLOW).connection()).contains("azure");
      assertThat(node(FLOW).inputs())
          .containsEntry("deployment_name", new Binding.Literal(Value.of("gpt-y")))
          .doesNotContainKey("connection");
    }

    @Test
    void anInputThatIsNotThereIsAdded() {
      assertThat(flow.bind("ask", "model", "gpt-z").graph(FLOW).nodes().getFirst().inputs())
          .containsEntry("model", new Binding.Literal(Value.of("gpt-z")));
    }

    @Test
    void anUnknownNodeIsAMistake() {
      assertThat(flow.bind("aks", "connection", "azure").messages(FLOW, "unknown-override"))
          .containsExactly(
              "'connection' is to be bound for node 'aks', but no node has that name. Did you mean"
                  + " 'ask'?");
    }
  }

  @Nested
  class PackageToolsWithAPrompt {

    private static final String CUSTOM =
        """
        inputs:
          picture: {type: image}
        nodes:
        - name: look
          type: custom_llm
          source:
            type: package_with_prompt
            tool: promptflow.tools.llm.llm
            path: look.jinja2
          inputs:
            connection: mine
            api: completion
            model: gpt-x
            picture: ${inputs.picture}
        """;

    private Node.Llm look(String yaml) {
      return (Node.Llm) flow.file("look.jinja2", "{{picture}}").node(yaml, "look");
    }

    @Test
    void theUnifiedModelToolIsAModelNode() {
      Node.Llm node = look(CUSTOM);

      assertThat(node.api()).isEqualTo(ModelApi.COMPLETION);
      assertThat(node.connection()).contains("mine");
      assertThat(node.inputs()).containsOnlyKeys("model", "picture");
      assertThat(node.vision()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "promptflow.tools.aoai_gpt4v.AzureOpenAI.chat",
          "promptflow.tools.openai_gpt4v.OpenAI.chat",
          "promptflow.tools.llm_vision.llm_vision"
        })
    void theVisionToolsAreModelNodesThatSeePictures(String tool) {
      Node.Llm node =
          look(
              CUSTOM
                  .replace("promptflow.tools.llm.llm", tool)
                  .replace("    api: completion\n", "    detail: high\n"));

      assertThat(node.vision()).isTrue();
      assertThat(node.variables()).containsExactly("picture");
      assertThat(node.inputs()).containsOnlyKeys("detail", "model", "picture");
    }

    @Test
    void theConnectionCanBeBoundFromOutside() {
      assertThat(
              ((Node.Llm)
                      flow.file("look.jinja2", "{{picture}}")
                          .bind("look", "connection", "other")
                          .node(CUSTOM, "look"))
                  .connection())
          .contains("other");
    }

    @Test
    void aSourceOfAnotherTypeIsAMistake() {
      assertThat(
              flow.file("look.jinja2", "{{picture}}")
                  .findings(CUSTOM.replace("package_with_prompt", "package")))
          .containsExactly("7:11 error[unknown-source-type]");
    }

    @Test
    void anUnknownApiIsAMistake() {
      assertThat(
              flow.file("look.jinja2", "{{picture}}")
                  .findings(CUSTOM.replace("api: completion", "api: complete")))
          .containsExactly("12:10 error[unknown-api]");
    }
  }

  @Test
  void listsOfOneTextStayWhatTheyAre() {
    assertThat(node(withInput("stop: [a, b]")).inputs())
        .containsEntry(
            "stop", new Binding.Literal(Value.of(List.of(Value.of("a"), Value.of("b")))));
  }
}
