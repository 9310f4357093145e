package io.promptflow4j.samples.embedding;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.engine.embedding.FlowChatModel;
import io.promptflow4j.core.engine.embedding.FlowTool;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.execution.streaming.FlowEvent;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.connection.Secret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// What a program does with flows; each method is a section of `docs/tutorials/embedding.md`.
final class Embedding {

  private Embedding() {}

  static String run(Path samples) {
    try (Flow flow = Flow.load(samples.resolve("hello"))) {
      FlowResult result = flow.run(Map.of("name", "Ada"));
      return result
          .failure()
          .map(failure -> failure.code() + ": " + failure.message())
          .orElseGet(() -> String.valueOf(result.output("greeting").toPlain()));
    }
  }

  static void stream(Path samples, Consumer<String> screen) {
    try (Flow flow = Flow.load(samples.resolve("chat"));
        Stream<FlowEvent> events = flow.stream(Map.of("question", "What can I see?"))) {
      events.forEach(event -> {
        switch (event) {
          case FlowEvent.Known(var outputs) ->
              screen.accept("known: " + outputs.entries().keySet());
          case FlowEvent.Piece piece -> screen.accept(piece.text());
          case FlowEvent.Ended(var result) -> screen.accept(result.status().name());
        }
      });
    }
  }

  static NodeResult node(Path samples) {
    try (Flow flow = Flow.load(samples.resolve("hello"))) {
      return flow.node("greeting_prompt", Map.of("name", "Ada"));
    }
  }

  static String models(Path samples, ChatModel model) {
    FlowSettings settings = FlowSettings.defaults().withModel("open_ai_connection", model);
    try (Flow flow = Flow.load(samples.resolve("chat"), settings)) {
      FlowResult result = flow.run(Map.of("question", "What can I see?"));
      return String.valueOf(result.output("answer").toPlain());
    }
  }

  static FlowSettings tools(Map<String, String> pages) {
    return FlowSettings.defaults()
        .withTool(
            "fetch_page.py",
            (in, context) -> {
              String url = in.get("url", String.class);
              context.log("asked for " + url);
              return pages.getOrDefault(url, "");
            });
  }

  static FlowSettings connections(String key) {
    return FlowSettings.defaults()
        .withConnection(
            new Connection(
                "open_ai_connection",
                ConnectionType.OPEN_AI,
                Map.of("base_url", "https://models.example.com/v1"),
                Map.of("api_key", new Secret(key))));
  }

  static String asTool(Flow flow, ChatModel model, List<ChatMessage> messages) {
    FlowTool tool = FlowTool.of(flow, "say_hello", "Greets a person.");
    var said = new ArrayList<>(messages);
    while (true) {
      ChatResponse answer =
          model.chat(
              ChatRequest.builder()
                  .messages(said)
                  .toolSpecifications(tool.specification())
                  .build());
      if (!answer.aiMessage().hasToolExecutionRequests()) {
        return answer.aiMessage().text();
      }
      said.add(answer.aiMessage());
      for (ToolExecutionRequest request : answer.aiMessage().toolExecutionRequests()) {
        said.add(ToolExecutionResultMessage.from(request, tool.execute(request)));
      }
    }
  }

  static String asModel(Flow flow) {
    ChatModel model = FlowChatModel.of(flow);
    return model.chat("What can I see in Vienna?");
  }
}
