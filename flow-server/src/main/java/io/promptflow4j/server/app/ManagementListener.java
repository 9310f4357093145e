package io.promptflow4j.server.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.promptflow4j.server.deployment.measure.Measures;
import io.promptflow4j.server.security.Whereabouts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Health, readiness and metrics on a port of their own, which the load of the server does not
/// reach: `/health/live`, `/health/ready`, `/metrics`. On this machine only.
final class ManagementListener implements AutoCloseable {

  private static final int THREADS = 4;

  private final HttpServer server;

  /// Virtual threads would wait for the same few carriers as all calls do.
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS, Thread.ofPlatform().daemon().name("serve-management-", 0).factory());

  private final Whereabouts whereabouts = new Whereabouts(true, List.of(), List.of(), List.of());

  /// @param ready whether calls are let in
  ManagementListener(int port, BooleanSupplier ready, Optional<Measures> measures)
      throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(exchange, 404, "nothing here\n"));
    server.createContext("/health/live", exchange -> answer(exchange, 200, "live\n"));
    server.createContext(
        "/health/ready",
        exchange -> {
          boolean isReady = ready.getAsBoolean();
          answer(exchange, isReady ? 200 : 503, isReady ? "ready\n" : "closing\n");
        });
    measures.ifPresent(
        known -> server.createContext("/metrics", exchange -> answer(exchange, 200, known.text())));
    server.start();
  }

  private void answer(HttpExchange exchange, int status, String text) throws IOException {
    boolean isOurs = whereabouts.isHost(host(exchange.getRequestHeaders().getFirst("Host")));
    byte[] bytes = (isOurs ? text : "wrong host\n").getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
      exchange.sendResponseHeaders(isOurs ? status : 421, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static @Nullable String host(@Nullable String header) {
    try {
      return header == null ? null : URI.create("http://" + header).getHost();
    } catch (IllegalArgumentException noHost) {
      return null;
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
