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
/// again. A connection that waits silently between two requests is left to the idle timeout, as
/// long as there is room for others: in a crowd requests get a tenth of the time, and connections
/// without one half of it.
public final class HeaderDeadline implements Connection.Listener, AutoCloseable {

  /// What was known of a connection when its request count last changed; owned by the rounds.
  private static final class Seen {
    private long requests = -1;
    private long bytes;
    private long since;
    private long lastSign;
  }

  private static final int ROUNDS = 20;

  private final long deadline;
  private final Map<Connection, Seen> connections = new ConcurrentHashMap<>();
  private final ScheduledExecutorService rounds =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("serve-headers").factory());

  private final OpenConnections open;

  /// @param deadline how long the line and headers of a request may take at most; they are cut in
  ///   the tenth before it
  public HeaderDeadline(Duration deadline, OpenConnections open) {
    this.deadline = deadline.toNanos() / 10 * 9;
    this.open = open;
    long interval = Math.max(10, deadline.toMillis() / ROUNDS);
    var _ =
        rounds.scheduleWithFixedDelay(
            () -> connections.forEach(this::look), interval, interval, TimeUnit.MILLISECONDS);
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof ConnectionMetaData) {
      var seen = new Seen();
      seen.since = System.nanoTime();
      seen.lastSign = seen.since;
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
    long now = System.nanoTime();
    long requests = connection.getMessagesIn();
    long bytes = connection.getBytesIn();
    boolean isAnswering = requests > connection.getMessagesOut();
    boolean isSilent = bytes == seen.bytes;
    if (isAnswering || !isSilent) {
      seen.lastSign = now;
    }
    if (isAnswering || (requests > 0 && isSilent) || requests != seen.requests) {
      if (seen.requests >= 0 || requests > 0) {
        seen.since = now;
      }
      seen.requests = requests;
      seen.bytes = bytes;
    }
    boolean isCrowded = open.isCrowded();
    if (now - seen.since > (isCrowded ? deadline / 10 : deadline)
        || (isCrowded && now - seen.lastSign > deadline / 2)) {
      connection.getEndPoint().close();
    }
  }

  @Override
  public void close() {
    rounds.shutdownNow();
  }
}
