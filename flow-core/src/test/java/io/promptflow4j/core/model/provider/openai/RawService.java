package io.promptflow4j.core.model.provider.openai;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A service that answers each request with whatever bytes a test wants, on a real socket.
final class RawService implements AutoCloseable {

  /// Answers one request; the connection is closed afterwards.
  @FunctionalInterface
  interface Answer {
    void write(OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket listening;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch hangUp = new CountDownLatch(1);

  RawService(Answer answer) {
    try {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    threads.execute(() -> serve(answer));
  }

  private void serve(Answer answer) {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        threads.execute(() -> talk(socket, answer));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void talk(Socket socket, Answer answer) {
    try (socket) {
      var in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      int length = 0;
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
          length = Integer.parseInt(line.substring(15).strip());
        }
      }
      for (int i = 0; i < length; i++) {
        in.read();
      }
      requests.incrementAndGet();
      answer.write(socket.getOutputStream());
      socket.getOutputStream().flush();
    } catch (IOException | InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits until the test is over, or `millis` at most.
  boolean idle(long millis) throws InterruptedException {
    return hangUp.await(millis, TimeUnit.MILLISECONDS);
  }

  int requests() {
    return requests.get();
  }

  String address() {
    return "http://127.0.0.1:" + listening.getLocalPort() + "/v1";
  }

  static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  static void json(OutputStream out, String body) throws IOException {
    write(
        out,
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(body.getBytes(StandardCharsets.UTF_8).length, body));
  }

  static void streamHead(OutputStream out) throws IOException {
    write(out, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n");
  }

  static void event(OutputStream out, String data) throws IOException {
    write(out, "data: " + data + "\n\n");
  }

  @Override
  public void close() {
    hangUp.countDown();
    try {
      listening.close();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    threads.shutdownNow();
  }
}
