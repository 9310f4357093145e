package io.promptflow4j.server.security.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// Where callers connect: bounded in number, in silence and in the size of headers.
///
/// Whoever connects when there is no room is told so at once, or hears nothing but the end if
/// connections are sealed; nobody waits unheard.
public final class GuardedConnector extends ServerConnector {

  private static final int HEADER_BYTES = 8_192;

  /// What a connection holds outside the heap each way while it is answered: thousands of streams
  /// are open at a time, and their pieces are short.
  private static final int BUFFER_BYTES = 4_096;

  private static final byte[] FULL =
      """
      HTTP/1.1 503 Service Unavailable
      Retry-After: 1
      Connection: close
      Content-Type: application/problem+json
      Content-Length: 85

      {"type":"/problems/too-many-connections","title":"Too many connections","status":503}\
      """
          .replace("\n", "\r\n")
          .getBytes(StandardCharsets.US_ASCII);

  private final OpenConnections open;
  private final boolean sealed;

  /// What a connection may take.
  ///
  /// @param open the connections that are there
  /// @param idle how long nothing may come or go
  public record Limits(OpenConnections open, Duration idle) {}

  private GuardedConnector(
      Server server, OpenConnections open, boolean sealed, ConnectionFactory... factories) {
    super(server, null, null, null, 1, Math.max(1, availableSelectors()), factories);
    this.open = open;
    this.sealed = sealed;
    getSelectorManager().addEventListener(open);
  }

  private static int availableSelectors() {
    return Runtime.getRuntime().availableProcessors() / 2;
  }

  /// A listener for a server that is not started yet.
  ///
  /// @param tls how connections are sealed; they are open if empty
  public static GuardedConnector of(
      Server server,
      HttpConfiguration http,
      Limits limits,
      Optional<SslContextFactory.Server> tls,
      HeaderDeadline deadline) {
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEADER_BYTES);
    http.setOutputBufferSize(BUFFER_BYTES);
    http.setHeaderCacheSize(0); // it takes 100 KB of each connection that is used twice
    tls.ifPresent(_ -> http.addCustomizer(new SecureRequestCustomizer(false)));
    var requests = new HttpConnectionFactory(http);
    requests.setInputBufferSize(BUFFER_BYTES);
    ConnectionFactory[] factories =
        tls.map(sealed ->
                new ConnectionFactory[] {
                  new SslConnectionFactory(sealed, HttpVersion.HTTP_1_1.asString()), requests
                })
            .orElseGet(() -> new ConnectionFactory[] {requests});
    var listener = new GuardedConnector(server, limits.open(), tls.isPresent(), factories);
    listener.setIdleTimeout(limits.idle().toMillis());
    listener.setAcceptQueueSize(Math.max(1_024, limits.open().most()));
    listener.addBean(deadline);
    return listener;
  }

  @Override
  public void accept(int acceptor) throws IOException {
    if (getTransport() instanceof ServerSocketChannel listening && listening.isOpen()) {
      SocketChannel channel = listening.accept();
      channel.configureBlocking(false);
      if (open.isFull()) {
        turnAway(channel);
      } else {
        configure(channel.socket());
        getSelectorManager().accept(channel);
      }
    }
  }

  /// Takes what has come already, because closing would otherwise undo what is said here.
  private void turnAway(SocketChannel channel) {
    try (channel) {
      if (!sealed) {
        int _ = channel.write(ByteBuffer.wrap(FULL));
        channel.shutdownOutput();
        int _ = channel.read(ByteBuffer.allocate(HEADER_BYTES));
      }
    } catch (IOException _) {
      // the caller has left
    }
  }

  @Override
  protected SocketChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selectSet, SelectionKey key) {
    var endPoint = new WatchedEndPoint(channel, selectSet, key, getScheduler());
    endPoint.setIdleTimeout(getIdleTimeout());
    return endPoint;
  }
}
