package io.promptflow4j.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Flows whose prompts show pictures, with a scripted model that answers with what it was sent.
class VisionFlowTest {

  private static final String FLOW =
      """
      inputs:
        question: {type: string}
        picture: {type: image}
      outputs: {sent: {type: string, reference: "${look.output}"}}
      nodes:
      - name: look
        type: custom_llm
        source: {type: package_with_prompt, tool: promptflow.tools.aoai_gpt4v.AzureOpenAI.chat, path: look.jinja2}
        inputs: {connection: any, deployment_name: gpt-4o, question: "${inputs.question}", picture: "${inputs.picture}"}
      """;

  private static final String PLAIN =
      """
      inputs:
        question: {type: string}
        picture: {type: image}
      outputs: {sent: {type: string, reference: "${look.output}"}}
      nodes:
      - name: look
        type: llm
        source: {type: code, path: look.jinja2}
        api: chat
        connection: any
        inputs: {deployment_name: gpt-4o, question: "${inputs.question}", picture: "${inputs.picture}"}
      """;

  private static final Map<String, Object> PICTURE =
      Map.of("data:image/png;base64", "iVBORw0KGgo=");

  private static final Map<String, Object> SHOWN =
      Map.of("type", "image_url", "image_url", Map.of("url", "data:image/png;base64,iVBORw0KGgo="));

  @TempDir Path folder;

  @BeforeEach
  void scriptTheModel() throws IOException {
    write("scripted.yaml", "rules:\n- answer: '{{ messages | tojson }}'\n");
  }

  @Nested
  class AVisionTool {

    @Test
    void showsThePictureThatItsPromptLinksInTheMiddleOfALine() throws IOException {
      write("flow.dag.yaml", FLOW);
      write("look.jinja2", "system:\nLook.\nuser:\nSee ![image]({{picture}}), {{question}}\n");

      assertThat(content()).isEqualTo(List.of(text("See "), SHOWN, text(", what is it?")));
    }

    @Test
    void showsThePictureThatItsPromptLinksOnALineOfItsOwn() throws IOException {
      write("flow.dag.yaml", FLOW);
      write("look.jinja2", "system:\nLook.\nuser:\n{{question}}\n![image]({{picture}})\n");

      assertThat(content()).isEqualTo(List.of(text("what is it?"), SHOWN));
    }

    @Test
    void pointsAtTheLineAndColumnOfTheFileBehindALink() throws IOException {
      write("flow.dag.yaml", FLOW);
      write("look.jinja2", "user:\n![image]({{picture}}) {{question}} {{other}}\n");

      assertThat(Flow.check(folder, FlowSettings.defaults()).diagnostics())
          .extracting(Diagnostic::code, one -> one.place().line(), one -> one.place().column())
          .containsExactly(tuple("unsupplied-variable", 2, 38));
    }
  }

  @Nested
  class APlainModelNode {

    @Test
    void sendsTheLinkAsTextLikeTheOriginal() throws IOException {
      write("flow.dag.yaml", PLAIN);
      write("look.jinja2", "user:\n![image]({{picture}})\n");

      assertThat(messages().getLast())
          .isEqualTo(Map.of("role", "user", "content", "![image](Image(4caece53))"));
    }

    @Test
    void saysThatTheLinkStaysText() throws IOException {
      write("flow.dag.yaml", PLAIN);
      write("look.jinja2", "user:\n{{question}} ![image]({{picture}})\n");

      assertThat(Flow.check(folder, FlowSettings.defaults()).diagnostics())
          .extracting(Diagnostic::code, one -> one.place().line(), one -> one.place().column())
          .containsExactly(tuple("picture-as-text", 2, 14));
    }
  }

  private Object content() {
    return Objects.requireNonNull(((Map<?, ?>) messages().getLast()).get("content"));
  }

  private List<?> messages() {
    try (Flow flow = Flow.load(folder)) {
      FlowResult result = flow.run(Map.of("question", "what is it?", "picture", PICTURE));
      assertThat(result.failure()).isEmpty();
      var sent = (Value.Text) Objects.requireNonNull(result.outputs().entries().get("sent"));
      return (List<?>) Objects.requireNonNull(Json.read(sent.text()).toPlain());
    }
  }

  private static Map<String, Object> text(String text) {
    return Map.of("type", "text", "text", text);
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }
}
