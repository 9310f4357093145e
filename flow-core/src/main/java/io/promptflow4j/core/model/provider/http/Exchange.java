package io.promptflow4j.core.model.provider.http;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import io.promptflow4j.core.model.provider.http.BrokenExchange.Kind;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One call to a service, behind langchain4j's client interface, owned by the thread that makes it.
///
/// Everything happens on that thread, streaming too: both `execute` methods return when the reply
/// is over. They throw [RefusedExchange] for a status other than 2xx and [BrokenExchange] for
/// everything else. Interrupting the thread gives the call up.
public final class Exchange implements HttpClient, HttpClientBuilder {

  private static final HttpLimits OF_ERRORS =
      new HttpLimits(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(5), 256 * 1024);

  private final ClientPool pool;
  private final HttpLimits limits;
  private final Destination destination;
  private final long deadline;
  private byte @Nullable [] received;
  private String contentType = "";

  Exchange(ClientPool pool, HttpLimits limits, Destination destination, long deadline) {
    this.pool = pool;
    this.limits = limits;
    this.destination = destination;
    this.deadline = deadline;
  }

  @Override
  public SuccessfulHttpResponse execute(HttpRequest request) {
    return onAClient(client -> {
      URI address = URI.create(request.url());
      checkDestination(address);
      var reception = new Reception(limits, deadline);
      HttpResponse<byte[]> reply =
          reception.await(
              client.sendAsync(jdkRequest(address, request, "application/json"), reception));
      destination.checkAgain(address);
      received = reply.body();
      return SuccessfulHttpResponse.builder().statusCode(200).body(reply.body()).build();
    });
  }

  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    boolean _ =
        onAClient(client -> {
          try (BodyStream body = send(client, request, "text/event-stream").body()) {
            parser.parse(new CappedLines(body, limits.maxLine()), listener);
            listener.onClose();
            return true;
          }
        });
  }

  /// Does something with a client that is not busy. A client whose service takes fewer calls at a
  /// time than was thought gets one permit less, and another one is asked.
  private <T> T onAClient(Function<java.net.http.HttpClient, T> work) {
    while (true) {
      ClientPool.Slot slot = slot();
      boolean fits = true;
      try {
        return work.apply(slot.client());
      } catch (BrokenExchange broken) {
        fits = broken.kind() != Kind.CROWDED;
        if (fits) {
          throw broken;
        }
      } finally {
        if (fits) {
          slot.release();
        } else {
          slot.shrink();
        }
      }
    }
  }

  private ClientPool.Slot slot() {
    try {
      return pool.take(deadline);
    } catch (InterruptedException _) {
      throw BrokenExchange.unsent(Kind.INTERRUPTED, "was not called: the call was given up");
    }
  }

  /// Sends the request and waits until its reply has begun.
  private HttpResponse<BodyStream> send(
      java.net.http.HttpClient client, HttpRequest request, String accepted) {
    URI address = URI.create(request.url());
    checkDestination(address);
    CompletableFuture<HttpResponse<BodyStream>> reply =
        client.sendAsync(
            jdkRequest(address, request, accepted),
            info -> new BodyStream(info.statusCode() / 100 == 2 ? limits : OF_ERRORS, deadline));
    HttpResponse<BodyStream> response = await(reply);
    checkAgain(address, response.body());
    if (response.statusCode() / 100 != 2) {
      throw new RefusedExchange(
          response.statusCode(), startOf(response.body()), response.headers());
    }
    contentType = response.headers().firstValue("content-type").orElse("");
    return response;
  }

  private void checkDestination(URI address) {
    long left = Math.min(limits.connect().toNanos(), deadline - System.nanoTime());
    try {
      destination.check(address, pool.threads(), Duration.ofNanos(Math.max(0, left)));
    } catch (InterruptedException _) {
      throw BrokenExchange.unsent(Kind.INTERRUPTED, "was not called: the call was given up");
    }
  }

  private void checkAgain(URI address, BodyStream body) {
    try {
      destination.checkAgain(address);
    } catch (BrokenExchange elsewhere) {
      body.abort();
      throw elsewhere;
    }
  }

  /// The body that [#execute(HttpRequest)] got, also if it could not be understood.
  public Optional<String> received() {
    return Optional.ofNullable(received).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  /// The content type of the reply; empty if it has none.
  public String contentType() {
    return contentType;
  }

  private static java.net.http.HttpRequest jdkRequest(
      URI address, HttpRequest request, String accepted) {
    var built =
        java.net.http.HttpRequest.newBuilder(address)
            .method(request.method().name(), BodyPublishers.ofString(request.body()))
            .setHeader("Accept", accepted);
    for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
      header.getValue().forEach(value -> built.setHeader(header.getKey(), value));
    }
    return built.build();
  }

  private HttpResponse<BodyStream> await(CompletableFuture<HttpResponse<BodyStream>> reply) {
    long left = deadline - System.nanoTime();
    long limit = limits.firstByte().toNanos();
    try {
      return reply.get(Math.min(left, limit), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      reply.cancel(true);
      throw Breaks.lateHead(left < limit, limits);
    } catch (InterruptedException _) {
      reply.cancel(true);
      throw new BrokenExchange(Kind.INTERRUPTED, "was given up");
    } catch (ExecutionException broken) {
      throw Breaks.of(broken, false);
    }
  }

  private static String startOf(BodyStream body) {
    try (body) {
      return new String(body.readWhole(), StandardCharsets.UTF_8);
    } catch (BrokenExchange partial) {
      if (partial.kind() == Kind.INTERRUPTED) {
        throw partial;
      }
      return ""; // the status says enough
    }
  }

  @Override
  public HttpClient build() {
    return this;
  }

  @Override
  public Duration connectTimeout() {
    return limits.connect();
  }

  @Override
  public HttpClientBuilder connectTimeout(Duration ignored) {
    return this;
  }

  @Override
  public Duration readTimeout() {
    return limits.firstByte();
  }

  @Override
  public HttpClientBuilder readTimeout(Duration ignored) {
    return this;
  }
}
