package io.promptflow4j.core.model.provider.openai;

import dev.langchain4j.model.openai.internal.OpenAiClient;
import dev.langchain4j.model.openai.internal.chat.ChatCompletionRequest;
import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.provider.CallPolicy;
import io.promptflow4j.core.model.provider.Outcome;
import io.promptflow4j.core.model.provider.RetryLoop;
import io.promptflow4j.core.model.provider.http.BrokenExchange;
import io.promptflow4j.core.model.provider.http.Exchange;
import io.promptflow4j.core.model.provider.http.GuardedHttp;
import io.promptflow4j.core.model.provider.http.HttpLimits;
import io.promptflow4j.core.model.provider.http.RefusedExchange;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/// The models of one connection that speaks OpenAI's protocol.
///
/// The body of a chat call goes through the client's open parameters, because its message types
/// know neither functions nor what a service may add; one try of a call is one HTTP request.
final class OpenAiModel implements LanguageModel, AutoCloseable {

  private static final Duration LONGEST_CALL = Duration.ofDays(1);

  private final String identity;
  private final boolean azure;
  private final OpenAiEndpoint endpoint;
  private final OpenAiFailures failures;
  private final WholeReply whole;
  private final GuardedHttp http;
  private final RetryLoop retries;

  OpenAiModel(Connection connection, CallPolicy policy, HttpLimits limits) {
    this(connection, new RetryLoop(policy), limits);
  }

  OpenAiModel(Connection connection, RetryLoop retries, HttpLimits limits) {
    this.identity = connection.type().yamlName() + " " + connection.serviceSettings();
    this.azure = connection.type() == ConnectionType.AZURE_OPEN_AI;
    this.endpoint = OpenAiEndpoint.of(connection);
    this.failures = new OpenAiFailures(connection, endpoint.address());
    this.whole = new WholeReply(failures);
    this.http = GuardedHttp.of(connection, endpoint.address(), limits);
    this.retries = retries;
  }

  /// One way to use a client: the whole reply or a stream.
  @FunctionalInterface
  private interface Calling {
    Outcome<ModelReply> call(OpenAiClient client, Exchange exchange);
  }

  @Override
  public boolean printsListsByLine() {
    return azure;
  }

  @Override
  public String identity() {
    return identity;
  }

  @Override
  public ModelReply call(ModelRequest request) throws InterruptedException {
    String model = model(request);
    return run(
        request,
        model,
        switch (request.api()) {
          case CHAT -> wholeChat(request, chatRequest(ChatBody.of(request, model)));
          case COMPLETION -> wholeCompletion(request, model);
        });
  }

  private Calling wholeChat(ModelRequest request, ChatCompletionRequest body) {
    boolean message = request.parameters().offersTools();
    return (client, _) ->
        new Outcome.Answered<>(whole.ofChat(client.chatCompletion(body).executeRaw(), message));
  }

  private Calling wholeCompletion(ModelRequest request, String model) {
    var body = CompletionBody.of(request, model);
    return (client, _) ->
        new Outcome.Answered<>(whole.ofCompletion(client.completion(body).executeRaw()));
  }

  private static ChatCompletionRequest chatRequest(Map<String, Object> body) {
    return ChatCompletionRequest.builder().customParameters(body).build();
  }

  @Override
  public ModelReply stream(ModelRequest request, Consumer<String> chunks)
      throws InterruptedException {
    String model = model(request);
    return run(
        request,
        model,
        switch (request.api()) {
          case CHAT -> streamedChat(request, model, chunks);
          case COMPLETION -> streamedCompletion(request, model, chunks);
        });
  }

  private Calling streamedChat(ModelRequest request, String model, Consumer<String> chunks) {
    Map<String, Object> fields = ChatBody.of(request, model);
    if (endpoint.usageInStreams()) {
      fields.putIfAbsent("stream_options", Map.of("include_usage", true));
    }
    var body = chatRequest(fields);
    return (client, exchange) -> {
      var reply = new StreamedReply(chunks, failures);
      return streamed(
          reply,
          request,
          exchange,
          () ->
              client
                  .chatCompletion(body)
                  .onRawPartialResponse(reply::addChat)
                  .onComplete(() -> {})
                  .onError(reply::broke)
                  .execute());
    };
  }

  private Calling streamedCompletion(ModelRequest request, String model, Consumer<String> chunks) {
    var body = CompletionBody.of(request, model);
    return (client, exchange) -> {
      var reply = new StreamedReply(chunks, failures);
      return streamed(
          reply,
          request,
          exchange,
          () ->
              client
                  .completion(body)
                  .onRawPartialResponse(reply::addCompletion)
                  .onComplete(() -> {})
                  .onError(reply::broke)
                  .execute());
    };
  }

  private Outcome<ModelReply> streamed(
      StreamedReply reply, ModelRequest request, Exchange exchange, Runnable streaming) {
    try {
      streaming.run();
    } catch (BrokenExchange broken) {
      if (reply.hasDelivered() && broken.kind() != BrokenExchange.Kind.INTERRUPTED) {
        return Outcome.Failed.forGood(failures.broken(broken).problem());
      }
      throw broken;
    }
    return reply.outcome(request.parameters().offersTools(), exchange.contentType());
  }

  private static String model(ModelRequest request) {
    return request
        .parameters()
        .model()
        .filter(name -> !name.isBlank())
        .orElseThrow(() ->
            new ModelException(
                "missing-model",
                "no model is named; give the node's inputs deployment_name or model,"
                    + " or set PF_MODEL=connection/model",
                false));
  }

  private ModelReply run(ModelRequest request, String model, Calling calling)
      throws InterruptedException {
    Duration limit = request.limit().compareTo(LONGEST_CALL) < 0 ? request.limit() : LONGEST_CALL;
    long deadline = System.nanoTime() + limit.toNanos();
    return retries.run(deadline, () -> once(deadline, model, calling));
  }

  private Outcome<ModelReply> once(long deadline, String model, Calling calling)
      throws InterruptedException {
    Exchange exchange = http.exchange(deadline);
    try {
      return calling.call(endpoint.client(exchange, model), exchange);
    } catch (RefusedExchange refused) {
      return failures.refused(refused, model);
    } catch (BrokenExchange broken) {
      if (broken.kind() == BrokenExchange.Kind.INTERRUPTED) {
        throw new InterruptedException("the model call was given up");
      }
      return failures.broken(broken);
    } catch (ModelException problem) {
      return problem.isRetryable()
          ? Outcome.Failed.forNow(problem)
          : Outcome.Failed.forGood(problem);
    } catch (RuntimeException notUnderstood) {
      String reply = exchange.received().orElseThrow(() -> notUnderstood);
      return Outcome.Failed.forGood(failures.unreadable(reply));
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
