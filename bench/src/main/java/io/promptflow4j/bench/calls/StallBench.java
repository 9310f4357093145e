package io.promptflow4j.bench.calls;

import io.promptflow4j.core.model.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// When calls to services that stall are cut, against the limits they have; and how long a wait is
/// that a service asks for.
public final class StallBench {

  private static final Map<String, String> TWO_SECONDS =
      Map.of("PF_MODEL_FIRST_BYTE_SEC", "2", "PF_MODEL_SILENCE_SEC", "2", "PF_MODEL_RETRIES", "0");
  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n{";
  private static final CountDownLatch NEVER = new CountDownLatch(1);

  private StallBench() {}

  /// How a service behaves once it has a request.
  @FunctionalInterface
  private interface Service {
    void answer(OutputStream out, int request) throws IOException, InterruptedException;
  }

  /// Prints the figures.
  public static void main(String[] arguments) throws Exception {
    Duration minute = Duration.ofMinutes(1);
    for (int i = 0; i < 3; i++) { // the first call loads classes
      measure(
          "warm-up, refused at once",
          1,
          TWO_SECONDS,
          minute,
          (out, _) -> write(out, "HTTP/1.1 400 x\r\nContent-Length: 0\r\n\r\n"));
    }
    measure("no reply, first byte within 2 s", 2, TWO_SECONDS, minute, (_, _) -> NEVER.await());
    measure(
        "a head by the byte, within 2 s",
        2,
        TWO_SECONDS,
        minute,
        (out, _) -> drip(out, "HTTP/1.1 200 OK\r\nX: "));
    measure(
        "silence in the body, 2 s",
        2,
        TWO_SECONDS,
        minute,
        (out, _) -> {
          write(out, HEAD);
          NEVER.await();
        });
    measure(
        "a body by the byte, 4 s in all",
        4,
        TWO_SECONDS,
        Duration.ofSeconds(4),
        (out, _) -> drip(out, HEAD));
    measure(
        "Retry-After: 5 (5 to 6 s)",
        5.5,
        Map.of(),
        minute,
        (out, request) ->
            write(
                out,
                request == 0
                    ? "HTTP/1.1 429 x\r\nRetry-After: 5\r\nContent-Length: 0\r\n\r\n"
                    : "HTTP/1.1 400 x\r\nContent-Length: 0\r\n\r\n"));
    System.exit(0);
  }

  private static void measure(
      String name, double limit, Map<String, String> environment, Duration inAll, Service service)
      throws IOException, InterruptedException {
    var requests = new AtomicInteger();
    try (var listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var asked =
            new Asked(
                "http://127.0.0.1:" + listening.getLocalPort() + "/v1",
                Optional.empty(),
                environment)) {
      ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
      threads.execute(() -> serve(listening, service, requests, threads));
      asked.model();
      long begun = System.nanoTime();
      try {
        asked.model().call(Asked.request(inAll));
      } catch (ModelException problem) {
        double took = (System.nanoTime() - begun) / 1e9;
        System.out.printf(
            Locale.ROOT,
            "%-34s %6.2f s (%+.1f %%), %d requests, %s%n",
            name,
            took,
            (took / limit - 1) * 100,
            requests.get(),
            problem.code());
      }
      threads.shutdownNow();
    }
  }

  private static void serve(
      ServerSocket listening, Service service, AtomicInteger requests, ExecutorService threads) {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        threads.execute(() -> {
          try (socket) {
            skip(socket.getInputStream());
            service.answer(socket.getOutputStream(), requests.getAndIncrement());
          } catch (IOException | InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
      } catch (IOException _) {
        return;
      }
    }
  }

  private static void skip(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.read());
    }
    String text = head.toString().toLowerCase(Locale.ROOT);
    int at = text.indexOf("content-length:") + 15;
    in.readNBytes(Integer.parseInt(text.substring(at, text.indexOf('\r', at)).strip()));
  }

  private static void drip(OutputStream out, String head) throws IOException, InterruptedException {
    write(out, head);
    while (!NEVER.await(100, TimeUnit.MILLISECONDS)) {
      write(out, "x");
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }
}
