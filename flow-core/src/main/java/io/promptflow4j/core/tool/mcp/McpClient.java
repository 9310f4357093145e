package io.promptflow4j.core.tool.mcp;

import io.promptflow4j.core.tool.mcp.McpException.Kind;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The client of one server: begins a session when it is first asked, and another one when that is
/// over. Thread-safe; calls run at the same time.
final class McpClient implements AutoCloseable {

  private static final String LATEST = "2025-06-18";
  private static final Set<String> VERSIONS =
      Set.of("2024-11-05", "2025-03-26", LATEST, "2025-11-25");
  private static final Duration TO_START = Duration.ofSeconds(30);
  private static final int MOST_PAGES = 50;
  private static final int MOST_TOOLS = 2_000;

  private final Supplier<Transport> opening;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicLong ids = new AtomicLong();
  private @Nullable Session session;
  private boolean closed;

  /// A session and the tools that the server had when it began.
  private record Session(Transport transport, SequencedMap<String, McpTools.Described> tools) {}

  McpClient(Supplier<Transport> opening) {
    this.opening = opening;
  }

  /// The tools of the server, by name.
  SequencedMap<String, McpTools.Described> tools(long deadline) throws InterruptedException {
    return session(deadline).tools();
  }

  /// Calls a tool.
  ///
  /// @return the result as the protocol has it: `content`, `structuredContent`, `isError`
  Value.Mapping call(String tool, Value.Mapping arguments, long deadline)
      throws InterruptedException {
    var parameters = new LinkedHashMap<String, Value>();
    parameters.put("name", Value.of(tool));
    parameters.put("arguments", arguments);
    Session now = session(deadline);
    long id = ids.incrementAndGet();
    try {
      return asked(now.transport(), id, "tools/call", new Value.Mapping(parameters), deadline);
    } catch (McpException late) {
      if (late.kind() == Kind.TIMEOUT) {
        cancel(now.transport(), id);
      }
      throw late;
    } catch (InterruptedException given) {
      cancel(now.transport(), id);
      throw given;
    }
  }

  private static void cancel(Transport transport, long id) {
    var parameters = new LinkedHashMap<String, Value>();
    parameters.put("requestId", Value.of(id));
    parameters.put("reason", Value.of("nobody waits for it any more"));
    transport.tell(Messages.notification("notifications/cancelled", new Value.Mapping(parameters)));
  }

  private Session session(long deadline) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (closed) {
        throw new McpException(Kind.GONE, "was closed with its flow");
      }
      Session known = session;
      if (known != null && !known.transport().isOver()) {
        return known;
      }
      if (known != null) {
        known.transport().close();
        session = null;
      }
      Session begun =
          begin(opening.get(), Math.min(deadline, System.nanoTime() + TO_START.toNanos()));
      session = begun;
      return begun;
    } finally {
      lock.unlock();
    }
  }

  private Session begin(Transport transport, long deadline) throws InterruptedException {
    boolean begun = false;
    try {
      var about = new LinkedHashMap<String, Value>();
      about.put("protocolVersion", Value.of(LATEST));
      about.put("capabilities", Value.Mapping.EMPTY);
      var ours = new LinkedHashMap<String, Value>();
      ours.put("name", Value.of("promptflow4j"));
      ours.put("version", Value.of("1"));
      about.put("clientInfo", new Value.Mapping(ours));
      Value.Mapping agreed =
          asked(transport, ids.incrementAndGet(), "initialize", new Value.Mapping(about), deadline);
      String version = Messages.text(agreed.get("protocolVersion"));
      if (!VERSIONS.contains(version)) {
        throw new McpException(
            Kind.NONSENSE,
            "speaks version '%s' of the protocol, which is not known".formatted(cut(version)));
      }
      transport.agreed(version);
      transport.tell(Messages.notification("notifications/initialized", Value.Mapping.EMPTY));
      var session = new Session(transport, listed(transport, deadline));
      begun = true;
      return session;
    } finally {
      if (!begun) {
        transport.close();
      }
    }
  }

  private SequencedMap<String, McpTools.Described> listed(Transport transport, long deadline)
      throws InterruptedException {
    var tools = new LinkedHashMap<String, McpTools.Described>();
    Optional<Value> cursor = Optional.empty();
    for (int page = 0; page < MOST_PAGES; page++) {
      var parameters = new LinkedHashMap<String, Value>();
      cursor.ifPresent(at -> parameters.put("cursor", at));
      Value.Mapping listed =
          asked(
              transport,
              ids.incrementAndGet(),
              "tools/list",
              new Value.Mapping(parameters),
              deadline);
      if (!(listed.get("tools") instanceof Value.Sequence(var items))) {
        throw new McpException(Kind.NONSENSE, "lists no tools");
      }
      items.forEach(
          item -> McpTools.Described.of(item).ifPresent(tool -> tools.put(tool.name(), tool)));
      if (tools.size() > MOST_TOOLS) {
        throw new McpException(Kind.NONSENSE, "lists more than %d tools".formatted(MOST_TOOLS));
      }
      Value next = listed.get("nextCursor");
      if (!(next instanceof Value.Text)) {
        return tools;
      }
      cursor = Optional.of(next);
    }
    throw new McpException(Kind.NONSENSE, "lists its tools without end");
  }

  private static Value.Mapping asked(
      Transport transport, long id, String method, Value.Mapping parameters, long deadline)
      throws InterruptedException {
    Value.Mapping message =
        transport.request(id, Messages.request(id, method, parameters), deadline);
    if (message.get("error") instanceof Value.Mapping error) {
      throw new McpException(
          Kind.REFUSED,
          "refused '%s': %s".formatted(method, cut(Messages.text(error.get("message")))));
    }
    if (message.get("result") instanceof Value.Mapping result) {
      return result;
    }
    throw new McpException(Kind.NONSENSE, "answered '%s' with no result".formatted(method));
  }

  private static String cut(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= 500 ? line : line.substring(0, 500) + "…";
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (session != null) {
        session.transport().close();
        session = null;
      }
    } finally {
      lock.unlock();
    }
  }
}
