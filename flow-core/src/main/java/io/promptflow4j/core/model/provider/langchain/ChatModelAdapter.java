package io.promptflow4j.core.model.provider.langchain;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.RetriableException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.ModelRequest;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A chat model of langchain4j as a model of a flow.
///
/// Retries, addresses and keys are the model's own. Of the settings of an `llm` node it gets those
/// that langchain4j has a word for; see `docs/tutorials/embedding.md`.
public final class ChatModelAdapter implements LanguageModel {

  /// Asks a model and tells what comes of it, on whatever thread.
  @FunctionalInterface
  private interface Asking {
    void ask(ChatRequest request, Consumer<Heard> heard);
  }

  private sealed interface Heard {
    record Piece(String text) implements Heard {}

    record Whole(ChatResponse response) implements Heard {}

    record Broken(Throwable problem) implements Heard {}
  }

  private final String name;
  private final Asking asking;

  private ChatModelAdapter(String name, Asking asking) {
    this.name = name;
    this.asking = asking;
  }

  /// A model that answers in one piece.
  public static LanguageModel of(ChatModel model) {
    return new ChatModelAdapter(
        model.getClass().getName(),
        (request, heard) -> heard.accept(new Heard.Whole(model.chat(request))));
  }

  /// A model that answers piece by piece.
  public static LanguageModel of(StreamingChatModel model) {
    return new ChatModelAdapter(
        model.getClass().getName(), (request, heard) -> model.chat(request, new Listening(heard)));
  }

  private record Listening(Consumer<Heard> heard) implements StreamingChatResponseHandler {

    @Override
    public void onPartialResponse(String piece) {
      heard.accept(new Heard.Piece(piece));
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
      heard.accept(new Heard.Whole(response));
    }

    @Override
    public void onError(Throwable problem) {
      heard.accept(new Heard.Broken(problem));
    }
  }

  @Override
  public String identity() {
    return "langchain4j " + name;
  }

  @Override
  public ModelReply call(ModelRequest request) throws InterruptedException {
    return ask(request, _ -> {});
  }

  @Override
  public ModelReply stream(ModelRequest request, Consumer<String> chunks)
      throws InterruptedException {
    return ask(request, chunks);
  }

  /// Waits on the calling thread, so that a limit and an interrupt end the call whatever the model
  /// does.
  private ModelReply ask(ModelRequest request, Consumer<String> chunks)
      throws InterruptedException {
    long deadline = System.nanoTime() + request.limit().toNanos();
    BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    ChatRequest wanted = ChatWords.request(request);
    Thread call =
        Thread.ofVirtual()
            .name("langchain4j-call")
            .start(() -> {
              try {
                asking.ask(wanted, heard::add);
              } catch (Throwable problem) { // whoever waits has to hear of it
                heard.add(new Heard.Broken(problem));
              }
            });
    boolean delivered = false;
    try {
      while (true) {
        switch (heard.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          case null -> throw late(request, delivered);
          case Heard.Piece(var text) -> {
            delivered = true;
            chunks.accept(text);
          }
          case Heard.Whole(var response) -> {
            ModelReply reply = ChatWords.reply(request, response);
            if (!delivered && response.aiMessage().text() != null) {
              chunks.accept(response.aiMessage().text());
            }
            return reply;
          }
          case Heard.Broken(var problem) -> throw failure(problem);
        }
      }
    } finally {
      call.interrupt();
    }
  }

  private static ModelException late(ModelRequest request, boolean delivered) {
    String what = delivered ? "did not finish its answer" : "did not answer";
    return new ModelException(
        "timeout", "the model %s within %d ms".formatted(what, request.limit().toMillis()), true);
  }

  private ModelException failure(Throwable problem) {
    String code =
        switch (problem) {
          case AuthenticationException _ -> "unauthorized";
          case RateLimitException _ -> "rate-limited";
          case dev.langchain4j.exception.TimeoutException _ -> "timeout";
          case ModelNotFoundException _ -> "not-found";
          case ContentFilteredException _ -> "content-filter";
          case InvalidRequestException _ -> "bad-request";
          default -> "unavailable";
        };
    String simple = name.substring(name.lastIndexOf('.') + 1);
    return new ModelException(
        code,
        "%s failed: %s".formatted(simple, problem.getMessage()),
        problem instanceof RetriableException,
        problem);
  }
}
