package io.promptflow4j.core.engine.embedding;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.execution.streaming.FlowEvent;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/// A chat flow as a streaming chat model of langchain4j, otherwise as [FlowChatModel]. Thread-safe.
///
/// ```java
/// StreamingChatModel model = FlowStreamingChatModel.of(flow);
/// model.chat("What is a prompt flow?", handler);
/// ```
///
/// The call returns at once; the handler is told on a thread of its own: pieces of the chat's
/// output as they come, in any case the whole answer at the end, or why there is none. Whoever
/// cancels the stream in the handler ends the flow and is told nothing more.
public final class FlowStreamingChatModel implements StreamingChatModel {

  private final FlowChat chat;

  private FlowStreamingChatModel(FlowChat chat) {
    this.chat = chat;
  }

  /// A chat flow that needs nothing but the chat.
  ///
  /// @throws IllegalArgumentException if the flow is no chat
  public static FlowStreamingChatModel of(Flow flow) {
    return of(flow, Map.of());
  }

  /// A chat flow with values for its other inputs.
  ///
  /// @param flow closed by whoever loaded it, after the last answer
  /// @throws IllegalArgumentException if the flow is no chat
  public static FlowStreamingChatModel of(Flow flow, Map<String, ?> inputs) {
    return new FlowStreamingChatModel(FlowChat.of(flow, inputs));
  }

  /// @throws IllegalArgumentException if the request has no message of a user
  @Override
  public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
    RunRequest asked = chat.request(request);
    Thread _ = Thread.ofVirtual().name("flow as a model").start(() -> tell(asked, handler));
  }

  private void tell(RunRequest asked, StreamingChatResponseHandler handler) {
    try {
      told(asked, handler);
    } catch (RuntimeException failed) { // of the flow, or of the handler itself
      handler.onError(failed);
    }
  }

  private void told(RunRequest asked, StreamingChatResponseHandler handler) {
    var handle = new Handle();
    boolean any = false;
    try (Stream<FlowEvent> events = chat.flow().stream(asked)) {
      Iterator<FlowEvent> all = events.iterator();
      while (!handle.isCancelled() && all.hasNext()) {
        switch (all.next()) {
          case FlowEvent.Known _ -> {} // the whole answer comes last
          case FlowEvent.Piece piece when chat.isAnswer(piece.output()) -> {
            any = true;
            piece(piece.text(), handle, handler);
          }
          case FlowEvent.Piece _ -> {}
          case FlowEvent.Ended(var result) -> end(result, any, handle, handler);
        }
      }
    }
  }

  private void end(
      FlowResult result, boolean any, Handle handle, StreamingChatResponseHandler handler) {
    var response = chat.response(result);
    if (!any) { // a flow that does not stream gives its answer as one piece
      piece(response.aiMessage().text(), handle, handler);
    }
    if (!handle.isCancelled()) {
      handler.onCompleteResponse(response);
    }
  }

  private static void piece(String text, Handle handle, StreamingChatResponseHandler handler) {
    if (!text.isEmpty()) {
      handler.onPartialResponse(new PartialResponse(text), new PartialResponseContext(handle));
    }
  }

  /// Lets the handler end the stream.
  private static final class Handle implements StreamingHandle {
    private final AtomicBoolean cancelled = new AtomicBoolean();

    @Override
    public void cancel() {
      cancelled.set(true);
    }

    @Override
    public boolean isCancelled() {
      return cancelled.get();
    }
  }
}
