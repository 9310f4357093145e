package io.promptflow4j.bench.serving;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How much later than from the model the first words of a stream reach the caller, and how many
/// streams can be open at a time. The model's endpoint is in this process, so that both moments are
/// on one clock.
///
/// `OpenStreams MODEL_PORT PORT STREAMS`: opens STREAMS at once, each of WORDS words; one more line
/// of output for one stream at a time.
public final class OpenStreams {

  private static final int WORDS = 40;
  private static final long BETWEEN_NANOS = 250_000_000;
  private static final Pattern NUMBER = Pattern.compile("#(single|crowd) (\\d+)#");

  private final AtomicLongArray sent;
  private final CountDownLatch waiting;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private final Times times = new Times();

  private OpenStreams(int streams) {
    this.sent = new AtomicLongArray(streams);
    this.waiting = new CountDownLatch(streams);
  }

  /// Prints two lines.
  public static void main(String[] arguments) throws Exception {
    int modelPort = Integer.parseInt(arguments[0]);
    int port = Integer.parseInt(arguments[1]);
    int streams = Integer.parseInt(arguments[2]);
    var single = new OpenStreams(1_000);
    var crowd = new OpenStreams(streams);
    HttpServer model =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), modelPort), 4096);
    model.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    model.createContext(
        "/",
        exchange -> {
          Matcher asked = asked(exchange);
          boolean alone = asked.group(1).equals("single");
          (alone ? single : crowd).model(exchange, Integer.parseInt(asked.group(2)), !alone);
        });
    model.start();
    System.out.println("model is there");
    try {
      single.oneByOne(port);
      crowd.together(port, streams);
    } finally {
      model.stop(0);
    }
  }

  private void oneByOne(int port) throws IOException {
    try (Caller caller = Caller.to(port)) {
      for (int number = 0; number < sent.length(); number++) {
        stream(caller, number, "single");
      }
    }
    System.out.println("first words, one stream after the other, after the model's: " + times);
  }

  private void together(int port, int streams) throws InterruptedException {
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int stream = 0; stream < streams; stream++) {
        int number = stream;
        pool.submit(() -> {
          try (Caller caller = Caller.to(port)) {
            stream(caller, number, "crowd");
          } catch (IOException _) {
            failures.incrementAndGet();
            waiting.countDown();
          }
        });
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%d streams: %d open at a time, %d complete, %d failed, first words after the model's:"
            + " %s%n",
        streams,
        most.get(),
        times.count() - failures.get(),
        failures.get(),
        times);
  }

  private void stream(Caller caller, int number, String which) throws IOException {
    var pieces = new AtomicInteger();
    String body = "{\"text\": \"#%s %d#\"}".formatted(which, number);
    Caller.Answer answer =
        caller.post(
            "/score",
            body,
            "text/event-stream",
            line -> {
              if (line.startsWith("data:") && pieces.getAndIncrement() == 0) {
                times.add(System.nanoTime() - sent.get(number));
              }
            });
    if (answer.status() != 200 || pieces.get() < WORDS) {
      failures.incrementAndGet();
      waiting.countDown();
    }
  }

  // Nobody gets a word before all are there, and then all get one at a time.
  private void model(HttpExchange exchange, int number, boolean together) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      if (together) {
        most.accumulateAndGet(open.incrementAndGet(), Math::max);
        waiting.countDown();
        waiting.await();
      }
      for (int word = 0; word < WORDS; word++) {
        if (together && word > 0) {
          LockSupport.parkNanos(BETWEEN_NANOS);
        }
        if (word == 0) {
          sent.set(number, System.nanoTime());
        }
        out.write(event("{\"content\": \"word \"}", "null"));
        out.flush();
      }
      out.write(event("{}", "\"stop\""));
      out.write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
      open.decrementAndGet();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static Matcher asked(HttpExchange exchange) throws IOException {
    Matcher matcher =
        NUMBER.matcher(
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    if (!matcher.find()) {
      throw new IOException("a request without a number");
    }
    return matcher;
  }

  private static byte[] event(String delta, String finish) {
    return ("data: {\"id\": \"1\", \"object\": \"chat.completion.chunk\", \"created\": 1,"
            + " \"model\": \"m\", \"choices\": [{\"index\": 0, \"delta\": "
            + delta
            + ", \"finish_reason\": "
            + finish
            + "}]}\n\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
