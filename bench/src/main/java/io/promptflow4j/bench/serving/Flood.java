package io.promptflow4j.bench.serving;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// More connections than the server takes, and callers who dawdle.
///
/// `Flood PORT MANAGEMENT_PORT CONNECTIONS SECONDS`: so many callers call without a pause, each on
/// a connection that it opens anew when it is refused; meanwhile health is asked for ten times a
/// second. `Flood PORT MANAGEMENT_PORT slow SOCKETS`: so many callers send a header line each
/// second.
public final class Flood {

  private static final String BODY = "{\"text\": \"Hello\"}";

  private static final int WAIT_MILLIS = 30_000;

  private final int port;
  private final Times admitted = new Times();
  private final Times health = new Times();
  private final Times cut = new Times();
  private final AtomicInteger turnedAway = new AtomicInteger();
  private final AtomicInteger other = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();

  private Flood(int port) {
    this.port = port;
  }

  /// Prints two lines.
  public static void main(String[] arguments) throws Exception {
    var flood = new Flood(Integer.parseInt(arguments[0]));
    int management = Integer.parseInt(arguments[1]);
    if (arguments[2].equals("slow")) {
      flood.dawdle(Integer.parseInt(arguments[3]));
    } else {
      flood.pour(management, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
    }
  }

  private void pour(int management, int connections, int seconds) {
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      pool.submit(() -> askHealth(management, end));
      for (int caller = 0; caller < connections; caller++) {
        pool.submit(() -> call(end));
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%d callers: %.0f answers/s (%s), %d turned away with 429 or 503, %d other answers, %d"
            + " connections closed%nhealth on its own port: %d answers, %s%n",
        connections,
        admitted.count() / (double) seconds,
        admitted,
        turnedAway.get(),
        other.get(),
        closed.get(),
        health.count(),
        health);
  }

  private void call(long end) {
    while (System.nanoTime() < end) {
      try (Caller caller = Caller.to(port)) {
        while (System.nanoTime() < end) {
          long sent = System.nanoTime();
          int status = caller.post("/score", BODY).status();
          switch (status) {
            case 200 -> admitted.add(System.nanoTime() - sent);
            case 429, 503 -> turnedAway.incrementAndGet();
            default -> other.incrementAndGet();
          }
          if (status != 200) {
            LockSupport.parkNanos(1_000_000_000L);
          }
        }
      } catch (IOException _) {
        closed.incrementAndGet();
        LockSupport.parkNanos(1_000_000_000L);
      }
    }
  }

  private void askHealth(int management, long end) {
    while (System.nanoTime() < end) {
      long asked = System.nanoTime();
      try (Caller caller = Caller.to(management)) {
        if (caller.get("/health/ready").status() == 200) {
          health.add(System.nanoTime() - asked);
        }
      } catch (IOException _) {
        other.incrementAndGet();
      }
      LockSupport.parkNanos(100_000_000L);
    }
  }

  private void dawdle(int sockets) {
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int socket = 0; socket < sockets; socket++) {
        pool.submit(this::dawdler);
      }
    }
    System.out.printf(
        Locale.ROOT, "%d slow callers, cut after: %s; %d by a reset%n", sockets, cut, other.get());
  }

  // Looks every second whether the server has hung up, and sends a header line if not.
  private void dawdler() {
    long connected = System.nanoTime();
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress("localhost", port), WAIT_MILLIS);
      connected = System.nanoTime();
      socket.setSoTimeout(1_000);
      var out = socket.getOutputStream();
      out.write("POST /score HTTP/1.1\r\nHost: localhost\r\n".getBytes(StandardCharsets.UTF_8));
      while (stillOpen(socket)) {
        out.write("X-Slow: 1\r\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } catch (IOException _) {
      other.incrementAndGet();
    }
    cut.add(System.nanoTime() - connected);
  }

  private static boolean stillOpen(Socket socket) throws IOException {
    try {
      while (socket.getInputStream().read() >= 0) {
        // what it says before it hangs up
      }
      return false;
    } catch (SocketTimeoutException _) {
      return true;
    }
  }
}
