package io.promptflow4j.core.engine.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.execution.streaming.FlowEvent;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.connection.Secret;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowInCodeTest {

  @TempDir private Path folder;

  private FlowSettings settings = FlowSettings.defaults();

  @BeforeEach
  void aChat() throws IOException {
    settings =
        settings.withEnvironment(Map.of("PF_HOME_DIRECTORY", folder.resolve("home").toString()));
    write(
        "flow.dag.yaml",
        """
        name: helper
        description: Answers questions.
        inputs:
          question: {type: string, is_chat_input: true, description: What to answer.}
          chat_history: {type: list, is_chat_history: true, default: []}
        outputs:
          answer: {type: string, reference: "${ask.output}", is_chat_output: true}
        nodes:
        - {name: look, type: python, source: {type: code, path: look.py}, inputs: {word: "${inputs.question}"}}
        - name: ask
          type: llm
          source: {type: code, path: ask.jinja2}
          api: chat
          connection: mine
          inputs: {model: m, question: "${inputs.question}", found: "${look.output}", chat_history: "${inputs.chat_history}"}
        """);
    write("look.py", "raise Exception('what the program gives is called instead')\n");
    write(
        "ask.jinja2",
        """
        system:
        {{found}}
        {% for turn in chat_history %}
        user:
        {{turn.inputs.question}}
        assistant:
        {{turn.outputs.answer}}
        {% endfor %}
        user:
        {{question}}
        """);
    settings =
        settings.withTool("look.py", (in, _) -> "Found " + in.get("word", String.class) + ".");
  }

  /// Says what it was asked.
  private static final ChatModel ECHO =
      new ChatModel() {
        @Override
        public ChatResponse doChat(ChatRequest request) {
          return ChatResponse.builder()
              .aiMessage(AiMessage.from(request.messages().size() + " " + request.messages()))
              .build();
        }
      };

  @Test
  void modelsAndToolsComeFromCode() {
    try (Flow flow = Flow.load(folder, settings.withModel("mine", ECHO))) {
      FlowResult result = flow.run(Map.of("question", "Why?"));

      assertThat(result.failure()).isEmpty();
      assertThat(text(result.output("answer"))).startsWith("2 ").contains("Found Why?.", "Why?");
      assertThat(flow.node("look", Map.of("word", "x")))
          .isInstanceOfSatisfying(
              NodeResult.Completed.class,
              node -> assertThat(node.output()).isEqualTo(Value.of("Found x.")));
    }
  }

  @Test
  void aModelThatFailsFailsTheNodeWithItsReason() {
    ChatModel busy =
        new ChatModel() {
          @Override
          public ChatResponse doChat(ChatRequest request) {
            throw new RateLimitException("too many");
          }
        };
    try (Flow flow = Flow.load(folder, settings.withModel(busy))) {
      FlowResult.Failure failure = flow.run(Map.of("question", "Why?")).failure().orElseThrow();

      assertThat(failure.code()).isEqualTo("rate-limited");
      assertThat(failure.message()).contains("too many");
    }
  }

  @Test
  void piecesComeWhileTheModelStillWrites() throws InterruptedException {
    var seen = new CountDownLatch(1);
    StreamingChatModel slow =
        new StreamingChatModel() {
          @Override
          public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
            handler.onPartialResponse("First ");
            await(seen);
            handler.onPartialResponse("second.");
            handler.onCompleteResponse(
                ChatResponse.builder().aiMessage(AiMessage.from("First second.")).build());
          }
        };
    var pieces = new ArrayList<String>();
    try (Flow flow = Flow.load(folder, settings.withStreamingModel("mine", slow));
        Stream<FlowEvent> events = flow.stream(Map.of("question", "Why?"))) {
      events.forEach(event -> {
        switch (event) {
          case FlowEvent.Known _ -> {
            // no output is known before the answer
          }
          case FlowEvent.Piece piece -> {
            pieces.add(piece.text());
            seen.countDown();
          }
          case FlowEvent.Ended(var result) -> pieces.add(text(result.output("answer")));
        }
      });
    }
    assertThat(pieces).containsExactly("First ", "second.", "First second.");
  }

  @Test
  void closingTheStreamEndsTheFlow() throws InterruptedException {
    var started = new CountDownLatch(1);
    var stopped = new CountDownLatch(1);
    settings =
        settings.withTool(
            "look.py",
            (_, _) -> {
              started.countDown();
              try {
                new CountDownLatch(1).await();
              } finally {
                stopped.countDown();
              }
              return "never";
            });
    write("ask.jinja2", "user:\n{{question}}\n");
    write(
        "flow.dag.yaml",
        """
        inputs: {question: {type: string}}
        outputs:
          answer: {type: string, reference: "${ask.output}"}
          found: {type: string, reference: "${look.output}"}
        nodes:
        - {name: look, type: python, source: {type: code, path: look.py}, inputs: {word: "${inputs.question}"}}
        - {name: ask, type: llm, source: {type: code, path: ask.jinja2}, api: chat, connection: mine, inputs: {model: m, question: "${inputs.question}"}}
        """);
    try (Flow flow = Flow.load(folder, settings.withModel("mine", ECHO))) {
      Stream<FlowEvent> events = flow.stream(Map.of("question", "Why?"));
      assertThat(events.iterator().next()).isInstanceOf(FlowEvent.class);
      assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
      events.close();

      assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aFlowIsAToolOfAModel() {
    try (Flow flow = Flow.load(folder, settings.withModel("mine", ECHO))) {
      FlowTool tool = FlowTool.of(flow);

      assertThat(tool.specification().name()).isEqualTo("helper");
      assertThat(tool.specification().description()).isEqualTo("Answers questions.");
      assertThat(tool.specification().parameters().required()).containsExactly("question");
      assertThat(tool.execute(call("{\"question\": \"Why?\"}"))).contains("Found Why?.");
      assertThat(tool.execute(call("{\"question\": "))).startsWith("Error: ");
      assertThat(tool.execute(call("{}"))).startsWith("Error: ").contains("'question'");
    }
  }

  private static ToolExecutionRequest call(String arguments) {
    return ToolExecutionRequest.builder().name("helper").arguments(arguments).build();
  }

  @Test
  void aChatFlowIsAChatModel() {
    try (Flow flow = Flow.load(folder, settings.withModel("mine", ECHO))) {
      ChatModel model = FlowChatModel.of(flow);

      assertThat(model.chat("Why?")).startsWith("2 ");
      ChatResponse third =
          model.chat(
              List.of(
                  UserMessage.from("One?"), AiMessage.from("1."), UserMessage.from("And two?")));
      assertThat(third.aiMessage().text()).startsWith("4 ").contains("One?", "1.", "And two?");
    }
    try (Flow flow = Flow.load(folder, settings)) {
      assertThatThrownBy(() -> FlowChatModel.of(flow).chat("Why?"))
          .isInstanceOf(FlowFailedException.class)
          .hasMessageContaining("'mine'");
    }
  }

  @Test
  void aChatFlowIsAStreamingChatModel() throws Exception {
    try (Flow flow = Flow.load(folder, settings.withModel("mine", ECHO))) {
      var heard = new Heard();
      FlowStreamingChatModel.of(flow).chat("Why?", heard);

      String answer = heard.answer.get(20, TimeUnit.SECONDS);
      assertThat(answer).startsWith("2 ");
      assertThat(String.join("", heard.pieces)).isEqualTo(answer);
    }
    try (Flow flow = Flow.load(folder, settings)) {
      var heard = new Heard();
      FlowStreamingChatModel.of(flow).chat("Why?", heard);

      assertThat(heard.answer)
          .failsWithin(Duration.ofSeconds(20))
          .withThrowableThat()
          .withCauseInstanceOf(FlowFailedException.class)
          .withMessageContaining("'mine'");
    }
  }

  /// What a handler was told.
  private static final class Heard implements StreamingChatResponseHandler {
    private final List<String> pieces = new CopyOnWriteArrayList<>();
    private final CompletableFuture<String> answer = new CompletableFuture<>();

    @Override
    public void onPartialResponse(String piece) {
      pieces.add(piece);
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
      answer.complete(response.aiMessage().text());
    }

    @Override
    public void onError(Throwable problem) {
      answer.completeExceptionally(problem);
    }
  }

  @Test
  void aConnectionGivenInCodeCountsBeforeAllOthers() throws IOException {
    write(
        "flow.dag.yaml",
        """
        outputs: {key: {type: string, reference: "${show.output}"}}
        nodes:
        - {name: show, type: java, source: {type: code, path: Show.java}, inputs: {service: shop}}
        """);
    write(
        "Show.java",
        """
        import io.promptflow4j.core.model.connection.Connection;

        class Show {
          public static int run(Connection service) {
            return service.secret("api_key").orElseThrow().reveal().length();
          }
        }
        """);
    var shop =
        new Connection(
            "shop", ConnectionType.SERP, Map.of(), Map.of("api_key", new Secret("four")));
    try (Flow flow = Flow.load(folder, settings.withConnection(shop))) {
      assertThat(flow.run(Map.of()).outputs().get("key")).isEqualTo(Value.of(4));
    }
  }

  @Test
  void theConstructorOfAJavaEntryTakesInit() throws IOException {
    Files.delete(folder.resolve("flow.dag.yaml"));
    write(
        "flow.flex.yaml",
        """
        entry: Greeter:greet
        language: java
        init:
          greeting: {type: string, default: Hello}
        """);
    write(
        "Greeter.java",
        """
        import java.util.concurrent.atomic.AtomicInteger;

        class Greeter {
          private final String greeting;
          private final AtomicInteger calls = new AtomicInteger();

          Greeter(String greeting, int from) {
            this.greeting = greeting;
            calls.set(from);
          }

          public String greet(String name) {
            return greeting + ", " + name + "! " + calls.incrementAndGet();
          }
        }
        """);
    FlowSettings told = settings.withConnections(Map.of("init", Map.of("from", "10")));
    try (Flow flow = Flow.load(folder, told)) {
      assertThat(flow.run(Map.of("name", "Ada")).outputs().get("output"))
          .isEqualTo(Value.of("Hello, Ada! 11"));
      assertThat(flow.run(Map.of("name", "Bob")).outputs().get("output"))
          .isEqualTo(Value.of("Hello, Bob! 12"));
    }
    assertThat(Flow.check(folder, settings).diagnostics())
        .extracting(io.promptflow4j.core.source.Diagnostic::code)
        .contains("missing-init");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static String text(Value value) {
    return ((Value.Text) value).text();
  }

  private void write(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException broken) {
      throw new java.io.UncheckedIOException(broken);
    }
  }
}
