package io.promptflow4j.core.model.provider.http;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import io.promptflow4j.core.model.provider.http.BrokenExchange.Kind;
import io.promptflow4j.core.model.provider.http.Reception.Sending;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest.BodyPublisher;
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
import java.util.function.BiFunction;
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

  private static final String JSON = "application/json";
  private static final String EVENTS = "text/event-stream";

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
    URI address = URI.create(request.url());
    var body = BodyPublishers.ofString(request.body());
    byte[] whole = whole(address, body, sending -> jdkRequest(address, request, JSON, sending));
    return SuccessfulHttpResponse.builder().statusCode(200).body(whole).build();
  }

  /// Posts `body`, a JSON text, and returns the whole reply.
  ///
  /// @param headers those besides content type and accepted type
  public byte[] post(URI address, Map<String, String> headers, byte[] body) {
    return whole(
        address,
        BodyPublishers.ofByteArray(body),
        sending -> jdkPost(address, headers, JSON, sending));
  }

  /// Posts `body`, a JSON text, and hands on the pieces of the reply when they come.
  ///
  /// @param headers those besides content type and accepted type
  public void stream(
      URI address,
      Map<String, String> headers,
      byte[] body,
      ServerSentEventParser parser,
      ServerSentEventListener listener) {
    stream(
        address,
        BodyPublishers.ofByteArray(body),
        sending -> jdkPost(address, headers, EVENTS, sending),
        parser,
        listener);
  }

  private static java.net.http.HttpRequest jdkPost(
      URI address, Map<String, String> headers, String accepted, Sending sending) {
    var request =
        java.net.http.HttpRequest.newBuilder(address)
            .POST(sending)
            .setHeader("Accept", accepted)
            .setHeader("Content-Type", JSON);
    headers.forEach(request::setHeader);
    return request.build();
  }

  /// A reply as it came, whatever its status.
  public static final class Reply {
    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;

    Reply(int status, HttpHeaders headers, byte[] body) {
      this.status = status;
      this.headers = headers;
      this.body = body;
    }

    public int status() {
      return status;
    }

    public HttpHeaders headers() {
      return headers;
    }

    /// The bytes themselves; nobody changes them.
    public byte[] body() {
      return body;
    }
  }

  /// Sends any request and returns the reply, whatever its status; of one other than 2xx at most
  /// 256 KiB of the body.
  ///
  /// @param headers all of them; nothing is added to what the caller says
  public Reply fetch(String method, URI address, Map<String, String> headers, byte[] body) {
    return onAClient(slot -> {
      checkDestination(address);
      BodyPublisher content =
          body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
      var sending = new Sending(content, slot::connected);
      if (body.length == 0) {
        sending.begin();
      }
      var request = java.net.http.HttpRequest.newBuilder(address).method(method, sending);
      headers.forEach(request::setHeader);
      var reception = new Reception(limits, deadline, sending);
      try {
        byte[] whole = reception.await(slot.send(request.build(), reception));
        destination.checkAgain(address);
        HttpResponse.ResponseInfo head = reception.head();
        return new Reply(head.statusCode(), head.headers(), whole);
      } catch (RefusedExchange refused) {
        destination.checkAgain(address);
        return new Reply(
            refused.statusCode(),
            refused.headers(),
            refused.body().getBytes(StandardCharsets.UTF_8));
      }
    });
  }

  /// Posts `body` and has the reply read while it comes; what is not read of it is given up.
  ///
  /// @param headers all of them; nothing is added to what the caller says
  /// @param reading gets the reply's headers and its body
  /// @throws RefusedExchange if its status is not 2xx
  public <T> T post(
      URI address,
      Map<String, String> headers,
      byte[] body,
      BiFunction<HttpHeaders, InputStream, T> reading) {
    return onAClient(slot -> {
      HttpResponse<BodyStream> reply =
          send(
              slot,
              address,
              BodyPublishers.ofByteArray(body),
              sending -> {
                var request = java.net.http.HttpRequest.newBuilder(address).POST(sending);
                headers.forEach(request::setHeader);
                return request.build();
              });
      try (BodyStream coming = reply.body()) {
        return reading.apply(reply.headers(), coming);
      }
    });
  }

  private byte[] whole(
      URI address, BodyPublisher body, Function<Sending, java.net.http.HttpRequest> asking) {
    return onAClient(slot -> {
      boolean twice = checkDestination(address);
      var sending = new Sending(body, slot::connected);
      var reception = new Reception(limits, deadline, sending);
      byte[] whole = reception.await(slot.send(asking.apply(sending), reception));
      if (twice) {
        destination.checkAgain(address);
      }
      received = whole;
      return whole;
    });
  }

  @Override
  public void execute(
      HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
    URI address = URI.create(request.url());
    stream(
        address,
        BodyPublishers.ofString(request.body()),
        sending -> jdkRequest(address, request, EVENTS, sending),
        parser,
        listener);
  }

  private void stream(
      URI address,
      BodyPublisher content,
      Function<Sending, java.net.http.HttpRequest> asking,
      ServerSentEventParser parser,
      ServerSentEventListener listener) {
    boolean _ =
        onAClient(slot -> {
          try (BodyStream body = send(slot, address, content, asking).body()) {
            parser.parse(new CappedLines(body, limits.maxLine()), listener);
            listener.onClose();
            return true;
          }
        });
  }

  /// Does something with a client that is not busy. A client whose service takes fewer calls at a
  /// time than was thought gets one permit less, and another one is asked.
  private <T> T onAClient(Function<ClientPool.Slot, T> work) {
    while (true) {
      ClientPool.Slot slot = slot();
      boolean fits = true;
      try {
        return work.apply(slot);
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
      ClientPool.Slot slot,
      URI address,
      BodyPublisher content,
      Function<Sending, java.net.http.HttpRequest> asking) {
    boolean twice = checkDestination(address);
    var sending = new Sending(content, slot::connected);
    CompletableFuture<HttpResponse<BodyStream>> reply =
        slot.send(
            asking.apply(sending),
            info -> new BodyStream(info.statusCode() / 100 == 2 ? limits : OF_ERRORS, deadline));
    HttpResponse<BodyStream> response = await(reply, sending);
    if (twice) {
      checkAgain(address, response.body());
    }
    if (response.statusCode() / 100 != 2) {
      throw new RefusedExchange(
          response.statusCode(), startOf(response.body()), response.headers());
    }
    contentType = response.headers().firstValue("content-type").orElse("");
    return response;
  }

  private boolean checkDestination(URI address) {
    long left = Math.min(limits.connect().toNanos(), deadline - System.nanoTime());
    try {
      return destination.check(address, pool.threads(), Duration.ofNanos(Math.max(0, left)));
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
      URI address, HttpRequest request, String accepted, Sending sending) {
    var built =
        java.net.http.HttpRequest.newBuilder(address)
            .method(request.method().name(), sending)
            .setHeader("Accept", accepted);
    for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
      header.getValue().forEach(value -> built.setHeader(header.getKey(), value));
    }
    return built.build();
  }

  private HttpResponse<BodyStream> await(
      CompletableFuture<HttpResponse<BodyStream>> reply, Sending sending) {
    while (true) {
      long patience = Math.min(sending.patience(limits, deadline), limits.look());
      try {
        return reply.get(Math.max(0, patience), TimeUnit.NANOSECONDS);
      } catch (TimeoutException _) {
        if (sending.patience(limits, deadline) <= 0) { // else there is a connection meanwhile
          reply.cancel(true);
          throw sending.late(limits, deadline);
        }
      } catch (InterruptedException _) {
        reply.cancel(true);
        throw new BrokenExchange(Kind.INTERRUPTED, "was given up");
      } catch (ExecutionException broken) {
        throw Breaks.of(broken.getCause() == null ? broken : broken.getCause(), false);
      }
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
