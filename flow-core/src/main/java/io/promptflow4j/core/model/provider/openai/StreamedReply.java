package io.promptflow4j.core.model.provider.openai;

import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.model.openai.internal.ParsedAndRawResponse;
import dev.langchain4j.model.openai.internal.completion.CompletionResponse;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.provider.Outcome;
import io.promptflow4j.core.model.provider.wire.JsonParts;
import io.promptflow4j.core.model.provider.wire.ReplyMessage;
import io.promptflow4j.core.model.provider.wire.ServiceFailures;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Puts one streamed answer together and hands its text on. Owned by the thread that reads the
/// stream.
///
/// A stream that ends without a finish reason is a failure, however complete it looks.
final class StreamedReply implements ServerSentEventListener {

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

  /// Takes a piece of a chat. What it throws once the answer has failed ends the reading.
  @Override
  public void onEvent(ServerSentEvent event) {
    String data = event.data().strip();
    if ("error".equals(event.event())) {
      fail(failures.reported(data));
    } else if (!data.equals("[DONE]")) {
      addChat(data);
    }
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void onError(Throwable problem) {
    throw new IllegalStateException("the parser throws", problem);
  }

  private void addChat(String data) {
    anyEvent = true;
    Optional<Value.Mapping> parsed = JsonParts.parsed(data);
    if (parsed.isEmpty()) {
      fail(unreadable());
      return;
    }
    Value.Mapping part = parsed.get();
    JsonParts.text(part, "model").ifPresent(answering -> model = answering);
    if (part.get("usage") instanceof Value.Mapping) {
      usage = Usages.of(part);
    }
    if (!(part.get("choices") instanceof Value.Sequence(var choices)) || choices.isEmpty()) {
      checkForError(data);
    } else if (choices.getFirst() instanceof Value.Mapping choice) {
      JsonParts.mapping(choice, "delta").ifPresent(this::add);
      finished(JsonParts.text(choice, "finish_reason").orElse(null));
    } else {
      fail(unreadable());
    }
  }

  private void add(Value.Mapping delta) {
    JsonParts.mappings(delta, "tool_calls").forEach(tools::addCall);
    JsonParts.mapping(delta, "function_call").ifPresent(tools::addFunction);
    switch (delta.get("content")) {
      case Value.Text(var piece) -> deliver(piece);
      case null -> {}
      case Value.Null _ -> {}
      case Value _ -> fail(unreadable());
    }
  }

  private ModelException unreadable() {
    return failures.unreadable("a piece of a stream that is not JSON");
  }

  /// Takes a piece of a completion.
  void addCompletion(ParsedAndRawResponse<CompletionResponse> event) {
    anyEvent = true;
    CompletionResponse part = event.parsedResponse();
    if (part.model() != null) {
      model = part.model();
    }
    if (part.usage() != null) {
      usage = Usages.read(part.usage());
    }
    if (part.choices() == null || part.choices().isEmpty()) {
      checkForError(event.rawServerSentEvent().data());
    } else {
      deliver(part.choices().getFirst().text());
      finished(part.choices().getFirst().finishReason());
    }
    if (failure != null) {
      event.streamingHandle().cancel();
    }
  }

  private void checkForError(String data) {
    if (data.contains("\"error\"")) {
      fail(failures.reported(data));
    }
  }

  private void finished(@Nullable String reason) {
    if (reason != null && !reason.isEmpty()) {
      finish = reason;
    }
  }

  private void deliver(@Nullable String piece) {
    if (piece == null || piece.isEmpty() || failure != null) {
      return;
    }
    text.append(piece);
    delivered = true;
    try {
      chunks.accept(piece);
    } catch (RuntimeException refused) { // whoever reads the stream has gone
      fail(refused);
    }
  }

  private void fail(RuntimeException problem) {
    anyEvent = true;
    if (failure == null) {
      failure = problem;
    }
  }

  /// Takes an error event of a completion, or an event that is not JSON.
  void broke(Throwable problem) {
    fail(
        problem.getCause() == null
            ? failures.reported(String.valueOf(problem.getMessage()))
            : unreadable());
  }

  /// Whether it is known that nothing will come of it.
  boolean hasFailed() {
    return failure != null;
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
