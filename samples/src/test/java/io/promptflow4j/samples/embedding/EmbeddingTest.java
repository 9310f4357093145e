package io.promptflow4j.samples.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.value.PythonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Keeps the page on embedding true: its snippets are in a program, and the program runs.
class EmbeddingTest {

  private static final Path SAMPLES = Path.of(".");
  private static final Path PAGE = Path.of("..", "docs", "tutorials", "embedding.md");
  private static final Path PROGRAM =
      Path.of("src/test/java/io/promptflow4j/samples/embedding/Embedding.java");

  @Test
  void everySnippetOfThePageIsPartOfTheProgram() throws IOException {
    String program = flat(Files.readString(PROGRAM));
    List<String> snippets =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(PAGE))
            .results()
            .map(MatchResult::group)
            .map(block -> block.replaceAll("```(java)?", ""))
            .toList();

    assertThat(snippets).hasSizeGreaterThan(7);
    assertThat(snippets).allSatisfy(snippet -> assertThat(program).contains(flat(snippet)));
  }

  private static String flat(String text) {
    return text.replaceAll("\\s+", "");
  }

  @Test
  void aFlowIsRun() {
    assertThat(Embedding.run(SAMPLES)).isEqualTo("Hello Ada, good to see you!");
  }

  @Test
  void piecesAreShownAsTheyCome() {
    var screen = new ArrayList<String>();

    Embedding.stream(SAMPLES, screen::add);

    assertThat(screen).endsWith("COMPLETED").hasSizeGreaterThan(3);
    assertThat(String.join("", screen)).contains("I know my way around Vienna");
  }

  @Test
  void oneNodeIsRunAlone() {
    assertThat(Embedding.node(SAMPLES))
        .isInstanceOfSatisfying(
            NodeResult.Completed.class,
            node -> assertThat(PythonText.str(node.output())).contains("Ada"));
  }

  @Test
  void modelsToolsAndConnectionsComeFromTheProgram() {
    assertThat(Embedding.models(SAMPLES, answering("The Prater."))).isEqualTo("The Prater.");
    assertThat(Embedding.connections("k").given().models().connections())
        .containsKey("open_ai_connection");
    Path flow = SAMPLES.resolve("web-classification");
    try (Flow loaded = Flow.load(flow, Embedding.tools(Map.of("x", "<p>Bread and cakes.</p>")))) {
      assertThat(loaded.node("fetch_page", Map.of("url", "x")))
          .isInstanceOfSatisfying(
              NodeResult.Completed.class,
              node -> {
                assertThat(PythonText.str(node.output())).contains("Bread");
                assertThat(node.logs()).containsExactly("asked for x");
              });
    }
  }

  @Test
  void aModelCallsAFlow() {
    ChatModel model =
        new ChatModel() {
          @Override
          public ChatResponse doChat(ChatRequest request) {
            boolean done = request.messages().getLast() instanceof ToolExecutionResultMessage;
            AiMessage message =
                done
                    ? AiMessage.from(
                        ((ToolExecutionResultMessage) request.messages().getLast()).text())
                    : AiMessage.from(
                        ToolExecutionRequest.builder()
                            .id("1")
                            .name("say_hello")
                            .arguments("{\"name\": \"Grace\"}")
                            .build());
            return ChatResponse.builder().aiMessage(message).build();
          }
        };
    try (Flow flow = Flow.load(SAMPLES.resolve("hello"))) {
      assertThat(Embedding.asTool(flow, model, List.of(UserMessage.from("Greet Grace."))))
          .isEqualTo("Hello Grace, good to see you!");
    }
  }

  @Test
  void aFlowAnswersAsAModel() {
    try (Flow flow = Flow.load(SAMPLES.resolve("chat"))) {
      assertThat(Embedding.asModel(flow))
          .isEqualTo("See the Prater and the museums around the Ring.");
    }
  }

  private static ChatModel answering(String text) {
    return new ChatModel() {
      @Override
      public ChatResponse doChat(ChatRequest request) {
        return ChatResponse.builder().aiMessage(AiMessage.from(text)).build();
      }
    };
  }
}
