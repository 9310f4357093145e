package io.promptflow4j.core.model.provider.openai;

import io.promptflow4j.core.model.EmbeddingModel;
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
import io.promptflow4j.core.model.provider.wire.Asking;
import io.promptflow4j.core.model.provider.wire.Framing;
import io.promptflow4j.core.model.provider.wire.JsonParts;
import io.promptflow4j.core.model.provider.wire.ServiceFailures;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.net.URI;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The models of one connection that speaks OpenAI's protocol.
///
/// The body of a chat call goes through the client's open parameters, because its message types
/// know neither functions nor what a service may add; one try of a call is one HTTP request.
final class OpenAiModel implements LanguageModel, AutoCloseable {

  private final String identity;
  private final boolean azure;
  private final OpenAiEndpoint endpoint;
  private final ServiceFailures failures;
  private final WholeReply whole;
  private final OpenAiCalls calls;
  private final RetryLoop retries;
  private volatile @Nullable Chats lastAsked;

  /// Where the chats with one model are.
  private record Chats(String model, URI address) {}

  OpenAiModel(Connection connection, CallPolicy policy, HttpLimits limits) {
    this(connection, new RetryLoop(policy), limits);
  }

  OpenAiModel(Connection connection, RetryLoop retries, HttpLimits limits) {
    this.identity = connection.type().yamlName() + " " + connection.serviceSettings();
    this.azure = connection.type() == ConnectionType.AZURE_OPEN_AI;
    this.endpoint = OpenAiEndpoint.of(connection);
    this.failures =
        new ServiceFailures(
            connection,
            endpoint.address(),
            OpenAiEndpoint.addressField(connection.type()),
            "OpenAI's protocol");
    this.whole = new WholeReply(failures);
    this.calls =
        new OpenAiCalls(endpoint, failures, GuardedHttp.of(connection, endpoint.address(), limits));
    this.retries = retries;
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
  public Optional<EmbeddingModel> embeddings() {
    return Optional.of(this::embed);
  }

  private EmbeddingModel.Reply embed(EmbeddingModel.Request request) throws InterruptedException {
    byte[] body = Json.writeBytes(Asking.vectors(request, "dimensions").body());
    URI address = endpoint.vectors(request.model());
    return retries.embed(
        request,
        calls.posted(
            request.limit(),
            request.model(),
            exchange ->
                new Outcome.Answered<>(
                    whole.ofVectors(exchange.post(address, endpoint.headers(), body), request))));
  }

  @Override
  public ModelReply call(ModelRequest request) throws InterruptedException {
    String model = model(request);
    return retries.call(
        request,
        switch (request.api()) {
          case CHAT -> calls.posted(request.limit(), model, wholeChat(request, model));
          case COMPLETION -> calls.once(request.limit(), model, wholeCompletion(request, model));
        });
  }

  /// Most calls are of this kind, so the client's own objects and texts are spared.
  private OpenAiCalls.Posting<ModelReply> wholeChat(ModelRequest request, String model) {
    boolean message = request.parameters().offersTools();
    SequencedMap<String, Value> fields = ChatBody.of(request, model);
    fields.put("stream", Value.Bool.FALSE);
    byte[] body = Json.writeBytes(new Value.Mapping(fields));
    URI address = chats(model);
    return exchange ->
        new Outcome.Answered<>(
            whole.ofChat(exchange.post(address, endpoint.headers(), body), message));
  }

  /// Most calls are for the model that the last one was for.
  private URI chats(String model) {
    Chats known = lastAsked;
    if (known == null || !known.model().equals(model)) {
      known = new Chats(model, endpoint.chats(model));
      lastAsked = known;
    }
    return known.address();
  }

  private OpenAiCalls.Calling<ModelReply> wholeCompletion(ModelRequest request, String model) {
    var body = CompletionBody.of(request, model);
    return (client, _) ->
        new Outcome.Answered<>(whole.ofCompletion(client.completion(body).executeRaw()));
  }

  @Override
  public ModelReply stream(ModelRequest request, Consumer<String> chunks)
      throws InterruptedException {
    String model = model(request);
    return retries.stream(
        request,
        switch (request.api()) {
          case CHAT -> calls.posted(request.limit(), model, streamedChat(request, model, chunks));
          case COMPLETION ->
              calls.once(request.limit(), model, streamedCompletion(request, model, chunks));
        });
  }

  /// Many of these are open at a time, so they too go without the client.
  private OpenAiCalls.Posting<ModelReply> streamedChat(
      ModelRequest request, String model, Consumer<String> chunks) {
    SequencedMap<String, Value> fields = ChatBody.of(request, model);
    if (endpoint.usageInStreams()) {
      fields.putIfAbsent("stream_options", JsonParts.object("include_usage", true));
    }
    fields.put("stream", Value.Bool.TRUE);
    byte[] body = Json.writeBytes(new Value.Mapping(fields));
    URI address = chats(model);
    return exchange -> {
      var reply = new StreamedReply(chunks, failures);
      return streamed(
          reply,
          request,
          exchange,
          () -> exchange.stream(address, endpoint.headers(), body, Framing.EVENTS, reply));
    };
  }

  private OpenAiCalls.Calling<ModelReply> streamedCompletion(
      ModelRequest request, String model, Consumer<String> chunks) {
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
        return failures.brokenForGood(broken);
      }
      throw broken;
    } catch (RuntimeException ended) {
      if (!reply.hasFailed()) {
        throw ended;
      }
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

  @Override
  public void close() {
    calls.close();
  }
}
