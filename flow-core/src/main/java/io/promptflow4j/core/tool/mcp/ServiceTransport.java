package io.promptflow4j.core.tool.mcp;

import io.promptflow4j.core.model.provider.http.BrokenExchange;
import io.promptflow4j.core.model.provider.http.Exchange.Reply;
import io.promptflow4j.core.tool.http.HttpTools;
import io.promptflow4j.core.tool.mcp.McpException.Kind;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
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
    Reply reply = posted(message, deadline);
    for (Value.Mapping found : messages(reply)) {
      if (Messages.answers(found, id)) {
        reply.headers().firstValue(SESSION).ifPresent(name -> session = name);
        return found;
      }
    }
    throw new McpException(Kind.NONSENSE, "answered without an answer to the request");
  }

  @Override
  public void tell(Value.Mapping message) {
    try {
      Reply _ = posted(message, System.nanoTime() + TO_SAY_GOODBYE.toNanos());
    } catch (McpException _) {
      // the next request says more
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Reply posted(Value.Mapping message, long deadline) throws InterruptedException {
    try {
      Reply reply =
          client.http().exchange(deadline).fetch("POST", address, headers(), bytes(message));
      if (reply.status() / 100 != 2) {
        over = over || (reply.status() == GONE && session != null);
        throw new McpException(
            Kind.REFUSED, "answered %d%s".formatted(reply.status(), start(reply)));
      }
      return reply;
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

  private static String start(Reply reply) {
    String said = new String(reply.body(), StandardCharsets.UTF_8).strip().replaceAll("\\s+", " ");
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

  private static List<Value.Mapping> messages(Reply reply) {
    String type = reply.headers().firstValue("content-type").orElse("").toLowerCase(Locale.ROOT);
    String text = new String(reply.body(), StandardCharsets.UTF_8);
    var found = new ArrayList<Value.Mapping>();
    for (String one : type.startsWith("text/event-stream") ? events(text) : List.of(text)) {
      try {
        if (Json.read(one) instanceof Value.Mapping message) {
          found.add(message);
        }
      } catch (JsonSyntaxException broken) {
        throw new McpException(
            Kind.NONSENSE, "answered what is no JSON: " + broken.getMessage(), broken);
      }
    }
    return found;
  }

  /// The data of each event of a stream.
  private static List<String> events(String stream) {
    var events = new ArrayList<String>();
    var data = new StringBuilder();
    for (String line : (stream + "\n\n").lines().toList()) {
      if (line.isEmpty()) {
        if (!data.isEmpty()) {
          events.add(data.toString());
        }
        data.setLength(0);
      } else if (line.startsWith("data:")) {
        data.append(data.isEmpty() ? "" : "\n").append(line.substring(5).strip());
      }
    }
    if (!data.isEmpty()) {
      events.add(data.toString());
    }
    return events;
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
