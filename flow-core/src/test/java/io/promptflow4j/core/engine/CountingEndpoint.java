package io.promptflow4j.core.engine;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A chat model on a real socket that answers `question N` with `answer N` after a few milliseconds
/// and counts how often it was asked. What it has answered is paid.
final class CountingEndpoint implements AutoCloseable {

  private static final Pattern QUESTION = Pattern.compile("question (\\d+)");
  private static final int LATENCY_MILLIS = 30;

  /// What is to happen at one of the requests.
  private record Moment(int request, Runnable action) {}

  /// How a request is answered.
  private record Answer(int status, String body) {}

  private final ServerSocket listening;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Map<Integer, AtomicInteger> asked = new ConcurrentHashMap<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger busy = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicReference<Moment> moment =
      new AtomicReference<>(new Moment(Integer.MAX_VALUE, () -> {}));
  private final int mostAtOnce;
  private final Random random = new Random(7);

  /// @param mostAtOnce how many requests it bears at a time; others get the status 429
  CountingEndpoint(int mostAtOnce) {
    this.mostAtOnce = mostAtOnce;
    try {
      listening = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    threads.execute(this::accept);
  }

  private void accept() {
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
    try (socket;
        var in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        var out =
            new BufferedWriter(
                new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.ISO_8859_1))) {
      for (String body = body(in); body != null; body = body(in)) {
        Answer answer = answer(body);
        out.write(
            "HTTP/1.1 %d x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(answer.status(), answer.body().length(), answer.body()));
        out.flush();
      }
    } catch (IOException | InterruptedException _) {
      return; // the other side was killed, or the test is over
    }
  }

  private static @Nullable String body(BufferedReader in) throws IOException {
    int length = -1;
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(line.substring(15).strip());
      }
    }
    char[] body = new char[Math.max(0, length)];
    for (int read = 0; read < body.length; ) {
      int more = in.read(body, read, body.length - read);
      if (more < 0) {
        return null;
      }
      read += more;
    }
    return length < 0 ? null : new String(body);
  }

  private Answer answer(String body) throws InterruptedException {
    Moment due = moment.get();
    if (requests.incrementAndGet() == due.request()) {
      due.action().run();
    }
    if (busy.incrementAndGet() > mostAtOnce) {
      busy.decrementAndGet();
      refused.incrementAndGet();
      return new Answer(429, "{\"error\": {\"message\": \"too many\"}}");
    }
    try {
      boolean _ = over.await(1 + random.nextInt(LATENCY_MILLIS), TimeUnit.MILLISECONDS);
      Matcher question = QUESTION.matcher(body);
      int number = question.find() ? Integer.parseInt(question.group(1)) : -1;
      asked.computeIfAbsent(number, _ -> new AtomicInteger()).incrementAndGet();
      return new Answer(200, reply(number));
    } finally {
      busy.decrementAndGet();
    }
  }

  private static String reply(int number) {
    return """
    {"model": "counting", "choices": [{"index": 0, "finish_reason": "stop", \
    "message": {"role": "assistant", "content": "answer %d"}}], \
    "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}}\
    """
        .formatted(number);
  }

  /// Has `action` happen when `more` requests have come from now on, in the middle of that one.
  void at(int more, Runnable action) {
    moment.set(new Moment(requests.get() + more, action));
  }

  /// How many answers it gave.
  int answers() {
    return asked.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  /// How many different questions it answered.
  int questions() {
    return asked.size();
  }

  /// How many requests were too many.
  int refused() {
    return refused.get();
  }

  String address() {
    return "http://127.0.0.1:" + listening.getLocalPort() + "/v1";
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
