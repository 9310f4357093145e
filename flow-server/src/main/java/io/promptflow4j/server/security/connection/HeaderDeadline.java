package io.promptflow4j.server.security.connection;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;

/// Cuts connections whose next request does not come in time, though bytes of it come again and
/// again. A connection that waits silently between two requests is left to the idle timeout.
public final class HeaderDeadline implements Connection.Listener, AutoCloseable {

  /// What was known of a connection when its request count last changed; owned by the rounds.
  private static final class Seen {
    private long requests = -1;
    private long bytes;
    private long since;
  }

  private final long deadline;
  private final Map<Connection, Seen> connections = new ConcurrentHashMap<>();
  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("serve-headers").factory());

  /// @param deadline how long the line and headers of a request may take
  public HeaderDeadline(Duration deadline) {
    this.deadline = deadline.toNanos();
    long interval = Math.max(10, deadline.toMillis() / 10);
    var _ =
        rounds.scheduleWithFixedDelay(
            () -> connections.forEach(this::look), interval, interval, TimeUnit.MILLISECONDS);
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof ConnectionMetaData) {
      var seen = new Seen();
      seen.since = System.nanoTime();
      connections.put(connection, seen);
    }
  }

  @Override
  public void onClosed(Connection connection) {
    if (connection instanceof ConnectionMetaData) {
      connections.remove(connection);
    }
  }

  private void look(Connection connection, Seen seen) {
    long requests = connection.getMessagesIn();
    boolean isAnswering = requests > connection.getMessagesOut();
    boolean isQuiet = requests > 0 && connection.getBytesIn() == seen.bytes;
    if (isAnswering || isQuiet || requests != seen.requests) {
      if (seen.requests >= 0 || requests > 0) {
        seen.since = System.nanoTime();
      }
      seen.requests = requests;
      seen.bytes = connection.getBytesIn();
    } else if (System.nanoTime() - seen.since > deadline) {
      connection.getEndPoint().close();
    }
  }

  @Override
  public void close() {
    rounds.shutdownNow();
  }
}
