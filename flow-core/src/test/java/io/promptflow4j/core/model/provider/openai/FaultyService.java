package io.promptflow4j.core.model.provider.openai;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A service on a real socket that goes wrong as `faults.txt` says, and counts the requests it
/// gets.
final class FaultyService implements AutoCloseable {

  private final List<String> steps;
  private final String success;
  private final boolean streams;
  private final ServerSocket listening;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch over = new CountDownLatch(1);

  /// @param success what `ok` answers: a body, or the data of events, one a line
  FaultyService(List<String> steps, String success, boolean streams) {
    this.steps = steps;
    this.success = success;
    this.streams = streams;
    try {
      this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    threads.execute(this::serve);
  }

  String address() {
    return "http://127.0.0.1:" + listening.getLocalPort() + "/v1";
  }

  int requests() {
    return requests.get();
  }

  private void serve() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        threads.execute(() -> talk(socket));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void talk(Socket socket) {
    try (socket) {
      read(socket.getInputStream());
      int number = requests.getAndIncrement();
      answer(socket, steps.get(Math.min(number, steps.size() - 1)));
    } catch (IOException | InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void read(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int read = in.read();
      if (read < 0) {
        throw new IOException("no request");
      }
      head.write(read);
    }
    for (String line : head.toString(StandardCharsets.ISO_8859_1).split("\r\n", -1)) {
      if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
        in.readNBytes(Integer.parseInt(line.substring(15).strip()));
      }
    }
  }

  private void answer(Socket socket, String step) throws IOException, InterruptedException {
    OutputStream out = socket.getOutputStream();
    String[] words = step.split(" ", 2);
    String rest = words.length > 1 ? words[1] : "";
    switch (words[0]) {
      case "ok" -> {
        if (streams) {
          events(out, success);
        } else {
          out.write(http("200 {} " + success));
        }
      }
      case "http" -> out.write(http(rest));
      case "raw" -> out.write(unescaped(rest));
      case "sse" -> events(out, lines(rest));
      case "sse+" -> {
        var events = new ByteArrayOutputStream();
        events(events, lines(rest));
        String[] reply = events.toString(StandardCharsets.UTF_8).split("\r\n\r\n", 2);
        String head = reply[0] + "\r\nTransfer-Encoding: chunked\r\n\r\n";
        RawService.write(out, head + Integer.toHexString(reply[1].length()) + "\r\n" + reply[1]);
      }
      case "sse*" -> {
        events(out, lines(rest));
        out.flush();
        boolean _ = over.await(5, TimeUnit.MINUTES);
      }
      case "reset" -> reset(socket);
      case "close" -> {}
      case "hang" -> {
        boolean _ = over.await(5, TimeUnit.MINUTES);
      }
      case "drip" -> drip(out);
      default -> throw new IllegalArgumentException(step);
    }
    out.flush();
  }

  private static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private void drip(OutputStream out) throws IOException, InterruptedException {
    for (byte one : "HTTP/1.1 200 OK\r\nX-Long: ".getBytes(StandardCharsets.US_ASCII)) {
      out.write(one);
    }
    while (!over.await(20, TimeUnit.MILLISECONDS)) {
      out.write('x');
      out.flush();
    }
  }

  /// `STATUS {A: b, C: d} BODY` as bytes.
  private static byte[] http(String text) throws IOException {
    int end = text.indexOf('}');
    String status = text.substring(0, text.indexOf(' '));
    String headers = text.substring(text.indexOf('{') + 1, end);
    byte[] body = body(text.substring(end + 1).strip());
    var reply = new StringBuilder("HTTP/1.1 " + status + " x\r\nConnection: close\r\n");
    if (!headers.contains("Content-Type")) {
      reply.append("Content-Type: application/json\r\n");
    }
    if (!headers.isEmpty()) {
      reply.append(headers.replaceAll(", (?=[A-Za-z-]+: )", "\r\n")).append("\r\n");
    }
    if (!status.equals("304")) {
      reply.append("Content-Length: ").append(body.length).append("\r\n");
    }
    var bytes = new ByteArrayOutputStream();
    bytes.write(reply.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    bytes.write(body);
    return bytes.toByteArray();
  }

  private static byte[] body(String text) {
    String body = text;
    if (text.matches("(big|deep|digits):\\d+")) {
      int size = Integer.parseInt(text.substring(text.indexOf(':') + 1));
      body =
          switch (text.substring(0, text.indexOf(':'))) {
            case "big" -> "x".repeat(size * 1024);
            case "deep" -> "[".repeat(size) + "]".repeat(size);
            default -> "{\"choices\":" + "1".repeat(size) + ",\"data\":" + "1".repeat(size) + "}";
          };
    }
    return body.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] unescaped(String text) {
    var bytes = new ByteArrayOutputStream();
    int i = 0;
    while (i < text.length()) {
      char one = text.charAt(i++);
      if (one != '\\') {
        bytes.write(one);
      } else if (text.charAt(i) == 'r' || text.charAt(i) == 'n') {
        bytes.write(text.charAt(i++) == 'r' ? '\r' : '\n');
      } else {
        bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
        i += 3;
      }
    }
    return bytes.toByteArray();
  }

  private static String lines(String events) {
    return events.replace(" ~ ", "\n");
  }

  private static void events(OutputStream out, String events) throws IOException {
    RawService.streamHead(out);
    for (String event : events.split("\n", -1)) {
      switch (event.strip()) {
        case "" -> {}
        case "piece" -> RawService.event(out, Calls.piece("{\"content\":\"hi\"}", "null"));
        case "finish" -> RawService.event(out, Calls.piece("{}", "\"stop\""));
        case "length" -> RawService.event(out, Calls.piece("{}", "\"length\""));
        case "done" -> RawService.event(out, "[DONE]");
        default -> RawService.event(out, event.strip());
      }
    }
  }

  @Override
  public void close() {
    over.countDown();
    try {
      listening.close();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    threads.shutdownNow();
  }
}
