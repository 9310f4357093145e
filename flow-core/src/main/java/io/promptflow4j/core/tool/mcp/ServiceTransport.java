package io.promptflow4j.core.tool.mcp;

import io.promptflow4j.core.model.provider.http.BrokenExchange;
import io.promptflow4j.core.model.provider.http.Exchange.Reply;
import io.promptflow4j.core.model.provider.http.RefusedExchange;
import io.promptflow4j.core.tool.http.HttpTools;
import io.promptflow4j.core.tool.mcp.McpException.Kind;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Messages as requests of streamable HTTP: each is a POST, answered by JSON or by a stream of
/// events that ends with the answer.
final class ServiceTransport implements Transport {

  private static final String SESSION = "Mcp-Session-Id";
  private static final Duration TO_SAY_GOODBYE = Duration.ofSeconds(2);
  private static final int GONE = 404;

  private final URI address;
  private final Map<String, String> headers;
  private final HttpTools.Client client;
  private volatile @Nullable String session;
  private volatile @Nullable String version;
  private volatile boolean over;

  ServiceTransport(URI address, Map<String, String> headers, HttpTools.Client client) {
    this.address = address;
    this.headers = Map.copyOf(headers);
    this.client = client;
  }

  @Override
  public Value.Mapping request(long id, Value.Mapping message, long deadline)
      throws InterruptedException {
    return posted(message, deadline, (head, body) -> Optional.ofNullable(answer(id, head, body)))
        .orElseThrow(
            () -> new McpException(Kind.NONSENSE, "answered without an answer to the request"));
  }

  @Override
  public void tell(Value.Mapping message) {
    try {
      boolean _ = posted(message, System.nanoTime() + TO_SAY_GOODBYE.toNanos(), (_, _) -> true);
    } catch (McpException _) {
      // the next request says more
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private <T> T posted(
      Value.Mapping message, long deadline, BiFunction<HttpHeaders, InputStream, T> reading)
      throws InterruptedException {
    try {
      return client.http().exchange(deadline).post(address, headers(), bytes(message), reading);
    } catch (RefusedExchange refused) {
      over = over || (refused.statusCode() == GONE && session != null);
      throw new McpException(
          Kind.REFUSED, "answered %d%s".formatted(refused.statusCode(), start(refused.body())));
    } catch (BrokenExchange broken) {
      throw switch (broken.kind()) {
        case INTERRUPTED -> throw new InterruptedException();
        case TIMEOUT -> new McpException(Kind.TIMEOUT, "did not answer in time", broken);
        case TOO_LARGE ->
            new McpException(Kind.NONSENSE, String.valueOf(broken.getMessage()), broken);
        case NOT_CONNECTED, NOT_TRUSTED, CROWDED, LOST ->
            new McpException(Kind.GONE, String.valueOf(broken.getMessage()), broken);
      };
    }
  }

  private static byte[] bytes(Value.Mapping message) {
    return Json.write(message).getBytes(StandardCharsets.UTF_8);
  }

  private static String start(String body) {
    String said = body.strip().replaceAll("\\s+", " ");
    return said.isEmpty() ? "" : ": " + said.substring(0, Math.min(said.length(), 300));
  }

  private Map<String, String> headers() {
    var all = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(headers);
    all.put("Accept", "application/json, text/event-stream");
    all.put("Content-Type", "application/json");
    String named = session;
    if (named != null) {
      all.put(SESSION, named);
    }
    String agreed = version;
    if (agreed != null) {
      all.put("MCP-Protocol-Version", agreed);
    }
    return all;
  }

  /// Reads until the answer has come. A stream may go on behind it; nobody waits for its end.
  private Value.@Nullable Mapping answer(long id, HttpHeaders head, InputStream body) {
    head.firstValue(SESSION).ifPresent(name -> session = name);
    String type = head.firstValue("content-type").orElse("").toLowerCase(Locale.ROOT);
    try {
      if (!type.startsWith("text/event-stream")) {
        String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
        return read(text).filter(found -> Messages.answers(found, id)).orElse(null);
      }
      var events = new EventStream(body);
      for (String data = events.next(); data != null; data = events.next()) {
        Optional<Value.Mapping> found = read(data);
        if (found.filter(one -> Messages.answers(one, id)).isPresent()) {
          return found.get();
        }
        found.filter(Messages::isRequest).ifPresent(asked -> tell(Messages.answer(asked)));
      }
      return null;
    } catch (IOException impossible) { // the stream under it throws nothing checked
      throw new UncheckedIOException(impossible);
    }
  }

  private static Optional<Value.Mapping> read(String text) {
    try {
      return Json.read(text) instanceof Value.Mapping message
          ? Optional.of(message)
          : Optional.empty();
    } catch (JsonSyntaxException broken) {
      throw new McpException(
          Kind.NONSENSE, "answered what is no JSON: " + broken.getMessage(), broken);
    }
  }

  @Override
  public void agreed(String agreedOn) {
    version = agreedOn;
  }

  @Override
  public boolean isOver() {
    return over;
  }

  /// Ends the session, if there is one.
  @Override
  public void close() {
    over = true;
    try (client) {
      if (session != null) {
        Reply _ =
            client
                .http()
                .exchange(System.nanoTime() + TO_SAY_GOODBYE.toNanos())
                .fetch("DELETE", address, headers(), new byte[0]);
      }
    } catch (BrokenExchange _) {
      // the service forgets the session by itself
    }
  }
}
