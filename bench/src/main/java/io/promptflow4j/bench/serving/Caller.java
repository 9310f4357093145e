package io.promptflow4j.bench.serving;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;

/// One connection that is kept: posts bodies and reads the answers to their ends.
final class Caller implements AutoCloseable {

  private static final int WAIT_MILLIS = 60_000;

  private final Socket socket;
  private final InputStream in;
  private final String host;

  private Caller(Socket socket, String host) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream(), 2048);
    this.host = host;
  }

  /// An answer: its status and how many bytes its body had.
  record Answer(int status, int bytes) {}

  /// Connects to `localhost`.
  static Caller to(int port) throws IOException {
    var socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(WAIT_MILLIS);
    socket.connect(new InetSocketAddress("localhost", port), WAIT_MILLIS);
    return new Caller(socket, "localhost:" + port);
  }

  /// Posts JSON and reads the whole answer.
  Answer post(String path, String body) throws IOException {
    return post(path, body, "application/json", _ -> {});
  }

  /// Posts JSON, says what answer is wanted, and hands on each line of the body when it is there.
  Answer post(String path, String body, String accept, Consumer<String> lines) throws IOException {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    send(
        "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nAccept: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(path, host, accept, content.length),
        content);
    return answer(lines);
  }

  /// Asks for a page.
  Answer get(String path) throws IOException {
    send("GET %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(path, host), new byte[0]);
    return answer(_ -> {});
  }

  private void send(String head, byte[] content) throws IOException {
    var message = new ByteArrayOutputStream(head.length() + content.length);
    message.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
    message.writeBytes(content);
    socket.getOutputStream().write(message.toByteArray());
  }

  private Answer answer(Consumer<String> lines) throws IOException {
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    int length = 0;
    boolean chunked = false;
    for (String field = line(); !field.isEmpty(); field = line()) {
      String lower = field.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring(15).strip());
      } else if (lower.startsWith("transfer-encoding:")) {
        chunked = lower.endsWith("chunked");
      }
    }
    return new Answer(status, chunked ? chunks(lines) : body(length, lines));
  }

  private int body(int length, Consumer<String> lines) throws IOException {
    new String(in.readNBytes(length), StandardCharsets.UTF_8).lines().forEach(lines);
    return length;
  }

  private int chunks(Consumer<String> lines) throws IOException {
    int sum = 0;
    while (true) {
      int size = Integer.parseInt(line().strip(), 16);
      new String(in.readNBytes(size), StandardCharsets.UTF_8).lines().forEach(lines);
      line(); // may come with the next chunk only
      if (size == 0) {
        return sum;
      }
      sum += size;
    }
  }

  private String line() throws IOException {
    var line = new StringBuilder(64);
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (octet != '\r') {
        line.append((char) octet);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
