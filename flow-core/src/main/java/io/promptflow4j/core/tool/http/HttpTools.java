package io.promptflow4j.core.tool.http;

import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.provider.http.GuardedHttp;
import io.promptflow4j.core.model.provider.http.HttpLimits;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.value.Value;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The clients behind the requests of one flow: one for each service that stands in the flow file,
/// kept as long as the flow; one for each call whose address came from data. Thread-safe.
public final class HttpTools implements AutoCloseable {

  private static final int MOST_KEPT = 32;
  private static final Duration TO_CONNECT = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, GuardedHttp> kept = new LinkedHashMap<>();
  private boolean closed;

  /// With no client yet.
  public HttpTools() {}

  /// The tool that does what a plan says.
  public Tool open(HttpPlan plan) {
    return new HttpTool(plan, this);
  }

  /// The fields of a connection, secrets included, for templates.
  public static Value fields(Connection connection) {
    var fields = new LinkedHashMap<String, Value>();
    connection.type().defaults().forEach((name, text) -> fields.put(name, Value.of(text)));
    connection.settings().forEach((name, text) -> fields.put(name, Value.of(text)));
    connection.secrets().forEach((name, secret) -> fields.put(name, Value.of(secret.reveal())));
    return new Value.Mapping(fields);
  }

  /// A client for one origin and whether it is to be closed after the call.
  public record Client(GuardedHttp http, boolean once) implements AutoCloseable {
    @Override
    public void close() {
      if (once) {
        http.close();
      }
    }
  }

  /// The client for an origin.
  ///
  /// @param reach `true`, `false` or `never`, as connections say `allow_private_address`
  /// @param authority the file with the certificates that count besides those of the JVM
  public Client client(
      URI origin, String reach, Optional<String> authority, long maxBytes, boolean keep) {
    if (!keep) {
      return new Client(guarded(origin, reach, authority, maxBytes), true);
    }
    String key = "%s %s %s %d".formatted(origin, reach, authority.orElse(""), maxBytes);
    lock.lock();
    try {
      GuardedHttp known = kept.get(key);
      if (known != null) {
        return new Client(known, false);
      }
      GuardedHttp made = guarded(origin, reach, authority, maxBytes);
      if (closed || kept.size() >= MOST_KEPT) {
        return new Client(made, true);
      }
      kept.put(key, made);
      return new Client(made, false);
    } finally {
      lock.unlock();
    }
  }

  private static GuardedHttp guarded(
      URI origin, String reach, Optional<String> authority, long maxBytes) {
    var settings = new LinkedHashMap<String, String>();
    settings.put("allow_private_address", reach);
    authority.ifPresent(file -> settings.put("ca_file", file));
    var limits = new HttpLimits(TO_CONNECT, HttpLimits.DEFAULT.firstByte(), SILENCE, maxBytes);
    return GuardedHttp.of(
        new Connection(String.valueOf(origin.getHost()), ConnectionType.CUSTOM, settings, Map.of()),
        origin,
        limits);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      kept.values().forEach(GuardedHttp::close);
      kept.clear();
    } finally {
      lock.unlock();
    }
  }
}
