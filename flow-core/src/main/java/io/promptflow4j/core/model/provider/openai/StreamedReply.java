package io.promptflow4j.core.model.provider.openai;

import dev.langchain4j.model.openai.internal.ParsedAndRawResponse;
import dev.langchain4j.model.openai.internal.chat.ChatCompletionResponse;
import dev.langchain4j.model.openai.internal.chat.Delta;
import dev.langchain4j.model.openai.internal.completion.CompletionResponse;
import dev.langchain4j.model.openai.internal.shared.Usage;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.provider.Outcome;
import io.promptflow4j.core.model.provider.wire.ReplyMessage;
import io.promptflow4j.core.model.provider.wire.ServiceFailures;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Puts one streamed answer together and hands its text on. Owned by the thread that reads the
/// stream.
///
/// A stream that ends without a finish reason is a failure, however complete it looks.
final class StreamedReply {

  private final Consumer<String> chunks;
  private final ServiceFailures failures;
  private final StringBuilder text = new StringBuilder();
  private final ToolFragments tools = new ToolFragments();
  private boolean anyEvent;
  private boolean delivered;
  private @Nullable String finish;
  private String model = "";
  private TokenUsage usage = TokenUsage.NONE;
  private @Nullable RuntimeException failure;

  StreamedReply(Consumer<String> chunks, ServiceFailures failures) {
    this.chunks = chunks;
    this.failures = failures;
  }

  void addChat(ParsedAndRawResponse<ChatCompletionResponse> event) {
    ChatCompletionResponse part = event.parsedResponse();
    begin(part.model(), part.usage());
    if (part.choices() == null || part.choices().isEmpty()) {
      checkForError(event);
      return;
    }
    var choice = part.choices().getFirst();
    if (choice.delta() != null) {
      add(event, choice.delta());
    }
    finished(choice.finishReason());
  }

  @SuppressWarnings("deprecation") // published flows still offer functions
  private void add(ParsedAndRawResponse<?> event, Delta delta) {
    if (delta.toolCalls() != null) {
      delta.toolCalls().forEach(tools::add);
    }
    if (delta.functionCall() != null) {
      tools.add(delta.functionCall());
    }
    deliver(event, delta.content());
  }

  void addCompletion(ParsedAndRawResponse<CompletionResponse> event) {
    CompletionResponse part = event.parsedResponse();
    begin(part.model(), part.usage());
    if (part.choices() == null || part.choices().isEmpty()) {
      checkForError(event);
      return;
    }
    deliver(event, part.choices().getFirst().text());
    finished(part.choices().getFirst().finishReason());
  }

  private void begin(@Nullable String answering, @Nullable Usage counted) {
    anyEvent = true;
    if (answering != null) {
      model = answering;
    }
    if (counted != null) {
      usage = Usages.read(counted);
    }
  }

  private void checkForError(ParsedAndRawResponse<?> event) {
    String data = event.rawServerSentEvent().data();
    if (data.contains("\"error\"")) {
      fail(event, failures.reported(data));
    }
  }

  private void finished(@Nullable String reason) {
    if (reason != null && !reason.isEmpty()) {
      finish = reason;
    }
  }

  private void deliver(ParsedAndRawResponse<?> event, @Nullable String piece) {
    if (piece == null || piece.isEmpty() || failure != null) {
      return;
    }
    text.append(piece);
    delivered = true;
    try {
      chunks.accept(piece);
    } catch (RuntimeException refused) { // whoever reads the stream has gone
      fail(event, refused);
    }
  }

  private void fail(ParsedAndRawResponse<?> event, RuntimeException problem) {
    if (failure == null) {
      failure = problem;
      event.streamingHandle().cancel();
    }
  }

  /// Takes an error event, or an event that is not JSON.
  void broke(Throwable problem) {
    anyEvent = true;
    if (failure == null) {
      failure =
          problem.getCause() == null
              ? failures.reported(String.valueOf(problem.getMessage()))
              : failures.unreadable("a piece of a stream that is not JSON");
    }
  }

  boolean hasDelivered() {
    return delivered;
  }

  /// How the stream ended.
  ///
  /// @param wholeMessage whether the output is the message instead of its text
  /// @param contentType of the reply, for the case that it was no stream at all
  Outcome<ModelReply> outcome(boolean wholeMessage, String contentType) {
    RuntimeException problem = failure;
    if (problem == null && !anyEvent) {
      problem = failures.noStream(contentType);
    } else if (problem == null && finish == null) {
      problem = failures.truncated();
    }
    return switch (problem) {
      case null -> new Outcome.Answered<>(reply(wholeMessage));
      case ModelException said when said.isRetryable() && !delivered -> Outcome.Failed.forNow(said);
      case ModelException said -> Outcome.Failed.forGood(said);
      case RuntimeException fromReader -> throw fromReader;
    };
  }

  private ModelReply reply(boolean wholeMessage) {
    return new ModelReply(
        wholeMessage ? message() : Value.of(text.toString()),
        finish == null ? "" : finish,
        model,
        usage);
  }

  private Value.Mapping message() {
    var message = new LinkedHashMap<String, Value>();
    message.put("role", Value.of("assistant"));
    message.put("content", text.isEmpty() ? Value.Null.NULL : Value.of(text.toString()));
    tools.addTo(message);
    return ReplyMessage.of(new Value.Mapping(message));
  }
}
