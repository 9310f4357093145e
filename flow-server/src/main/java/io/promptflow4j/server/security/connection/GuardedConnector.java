package io.promptflow4j.server.security.connection;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// Where callers connect: bounded in number, in silence and in the size of headers.
public final class GuardedConnector extends ServerConnector {

  private static final int HEADER_BYTES = 8_192;

  /// What a connection holds outside the heap each way while it is answered: thousands of streams
  /// are open at a time, and their pieces are short.
  private static final int BUFFER_BYTES = 4_096;

  /// What a connection may take.
  ///
  /// @param connections at a time
  /// @param idle how long nothing may come or go
  /// @param headers how long the headers of a request may take
  public record Limits(int connections, Duration idle, Duration headers) {}

  private GuardedConnector(Server server, ConnectionFactory... factories) {
    super(server, null, null, null, 1, Math.max(1, availableSelectors()), factories);
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
    tls.ifPresent(_ -> http.addCustomizer(new SecureRequestCustomizer(false)));
    var requests = new HttpConnectionFactory(http);
    requests.setInputBufferSize(BUFFER_BYTES);
    ConnectionFactory[] factories =
        tls.map(sealed ->
                new ConnectionFactory[] {
                  new SslConnectionFactory(sealed, HttpVersion.HTTP_1_1.asString()), requests
                })
            .orElseGet(() -> new ConnectionFactory[] {requests});
    var listener = new GuardedConnector(server, factories);
    listener.setIdleTimeout(limits.idle().toMillis());
    listener.setAcceptQueueSize(Math.max(128, limits.connections()));
    listener.addBean(deadline);
    server.addBean(new NetworkConnectionLimit(limits.connections(), listener));
    return listener;
  }

  @Override
  protected SocketChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selectSet, SelectionKey key) {
    var endPoint = new WatchedEndPoint(channel, selectSet, key, getScheduler());
    endPoint.setIdleTimeout(getIdleTimeout());
    return endPoint;
  }
}
