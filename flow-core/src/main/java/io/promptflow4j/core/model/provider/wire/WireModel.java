package io.promptflow4j.core.model.provider.wire;

import dev.langchain4j.http.client.HttpMethod;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import io.promptflow4j.core.model.EmbeddingModel;
import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.model.provider.CallPolicy;
import io.promptflow4j.core.model.provider.Outcome;
import io.promptflow4j.core.model.provider.RetryLoop;
import io.promptflow4j.core.model.provider.http.BrokenExchange;
import io.promptflow4j.core.model.provider.http.Exchange;
import io.promptflow4j.core.model.provider.http.GuardedHttp;
import io.promptflow4j.core.model.provider.http.HttpLimits;
import io.promptflow4j.core.model.provider.http.RefusedExchange;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// The models of one connection, asked in one vendor's dialect. One try of a call is one HTTP
/// request.
public final class WireModel implements LanguageModel, AutoCloseable {

  private static final Duration LONGEST_CALL = Duration.ofDays(1);

  private final Service service;
  private final Dialect dialect;
  private final String identity;
  private final ServiceFailures failures;
  private final GuardedHttp http;
  private final RetryLoop retries;
  private final Translation.Notices notices;

  /// @param told gets a sentence, once, for whatever is not done as a flow asks for it
  public WireModel(
      Service service,
      Dialect dialect,
      CallPolicy policy,
      HttpLimits limits,
      Consumer<String> told) {
    this.service = service;
    this.dialect = dialect;
    this.identity =
        "%s (%s) %s"
            .formatted(
                service.connection().type().yamlName(),
                dialect.protocol(),
                service.connection().serviceSettings());
    this.failures =
        new ServiceFailures(
            service.connection(), service.address(), service.addressField(), dialect.protocol());
    this.http = GuardedHttp.of(service.connection(), service.address(), limits);
    this.retries = new RetryLoop(policy);
    this.notices = new Translation.Notices(service.connection().name(), told);
  }

  @Override
  public String identity() {
    return identity;
  }

  @Override
  public ModelReply call(ModelRequest request) throws InterruptedException {
    Asking asking = asking(request, false);
    return retries.call(
        request,
        once(request.limit(), model(request), exchange -> whole(request, asking, exchange)));
  }

  @Override
  public ModelReply stream(ModelRequest request, Consumer<String> chunks)
      throws InterruptedException {
    Asking asking = asking(request, true);
    return retries.stream(
        request,
        once(
            request.limit(),
            model(request),
            exchange -> streamed(request, asking, exchange, chunks)));
  }

  @Override
  public Optional<EmbeddingModel> embeddings() {
    return dialect.hasVectors() ? Optional.of(this::embed) : Optional.empty();
  }

  private EmbeddingModel.Reply embed(EmbeddingModel.Request request) throws InterruptedException {
    Asking asking = dialect.vectors(request);
    return retries.embed(
        request,
        once(request.limit(), request.model(), exchange -> embedded(request, asking, exchange)));
  }

  private Outcome<EmbeddingModel.Reply> embedded(
      EmbeddingModel.Request request, Asking asking, Exchange exchange) {
    String body = exchange.execute(http(asking)).body();
    EmbeddingModel.Reply reply = dialect.vectors(parsed(body));
    if (!reply.fits(request)) {
      throw failures.unreadable(body);
    }
    return new Outcome.Answered<>(reply);
  }

  /// A reply as an object that is no error.
  private Value.Mapping parsed(String body) {
    Value.Mapping reply = JsonParts.parsed(body).orElseThrow(() -> failures.unreadable(body));
    Value error = reply.get("error");
    if (error != null && error != Value.Null.NULL) {
      throw failures.reported(body);
    }
    return reply;
  }

  private Asking asking(ModelRequest request, boolean streamed) {
    var asked = new Translation(dialect.vendor(), request, model(request), streamed, notices);
    return switch (request.api()) {
      case CHAT -> dialect.chat(asked);
      case COMPLETION -> dialect.completion(asked);
    };
  }

  private static String model(ModelRequest request) {
    return Optional.ofNullable(request.parameters().settings().get("model"))
        .map(Value::toPlain)
        .map(String::valueOf)
        .or(() -> request.parameters().model())
        .filter(name -> !name.isBlank())
        .orElseThrow(() ->
            new ModelException(
                "missing-model",
                "no model is named; give the node's inputs deployment_name or model,"
                    + " or set PF_MODEL=connection/model",
                false));
  }

  private Outcome<ModelReply> whole(ModelRequest request, Asking asking, Exchange exchange) {
    String body = exchange.execute(http(asking)).body();
    var draft = new ReplyDraft(_ -> {}, failures);
    dialect.whole(parsed(body), draft);
    return new Outcome.Answered<>(draft.reply(request.parameters().settings()));
  }

  private Outcome<ModelReply> streamed(
      ModelRequest request, Asking asking, Exchange exchange, Consumer<String> chunks) {
    var draft = new ReplyDraft(chunks, failures);
    var pieces = new Pieces(draft);
    try {
      exchange.execute(http(asking), dialect.framing(), pieces);
      if (!pieces.any) {
        throw failures.noStream(exchange.contentType());
      }
      return new Outcome.Answered<>(draft.reply(request.parameters().settings()));
    } catch (BrokenExchange broken) {
      if (draft.hasDelivered() && broken.kind() != BrokenExchange.Kind.INTERRUPTED) {
        return failures.brokenForGood(broken);
      }
      throw broken;
    } catch (ModelException problem) {
      return problem.isRetryable() && !draft.hasDelivered()
          ? Outcome.Failed.forNow(problem)
          : Outcome.Failed.forGood(problem);
    }
  }

  /// Reads the pieces of one stream.
  private final class Pieces implements ServerSentEventListener {
    private final ReplyDraft draft;
    private boolean any;

    Pieces(ReplyDraft draft) {
      this.draft = draft;
    }

    @Override
    public void onEvent(ServerSentEvent event) {
      String data = event.data().strip();
      if (data.equals("[DONE]")) {
        return;
      }
      Value.Mapping piece =
          JsonParts.parsed(data)
              .orElseThrow(() -> failures.unreadable("a piece of a stream that is not JSON"));
      any = true;
      Value error = piece.get("error");
      if (error != null && error != Value.Null.NULL) {
        throw failures.reported(data);
      }
      dialect.piece(event.event() == null ? "" : event.event(), piece, draft);
    }

    @Override
    public void onError(Throwable problem) {
      throw new IllegalStateException("the parsers here throw", problem);
    }
  }

  private HttpRequest http(Asking asking) {
    String url = service.address() + asking.path();
    String body = Json.write(asking.body());
    var request =
        HttpRequest.builder()
            .method(HttpMethod.POST)
            .url(url)
            .addHeader("Content-Type", "application/json")
            .addHeader("User-Agent", "promptflow4j");
    service.headers().forEach(request::addHeader);
    dialect.headers(URI.create(url), body).forEach(request::addHeader);
    service
        .key()
        .ifPresent(key ->
            request.addHeader(service.keyHeader(), service.keyPrefix() + key.reveal().strip()));
    return request.body(body).build();
  }

  /// One try on its exchange.
  @FunctionalInterface
  private interface Calling<T> {
    Outcome<T> on(Exchange exchange);
  }

  private <T> RetryLoop.Try<T> once(Duration time, String model, Calling<T> calling) {
    Duration limit = time.compareTo(LONGEST_CALL) < 0 ? time : LONGEST_CALL;
    long deadline = System.nanoTime() + limit.toNanos();
    return () -> once(deadline, model, calling);
  }

  private <T> Outcome<T> once(long deadline, String model, Calling<T> calling)
      throws InterruptedException {
    Exchange exchange = http.exchange(deadline);
    try {
      return calling.on(exchange);
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
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
