package io.promptflow4j.bench.calls;

import com.sun.management.ThreadMXBean;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelRequest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/// Many calls at a time, and single calls one after the other, over TLS and HTTP/2.
///
/// `CallsBench ADDRESS AUTHORITY.pem [crowd | single]`, with a [SlowService] at the address. The
/// JVM has to trust the authority too (`javax.net.ssl.trustStore`), for the clients that are
/// compared.
public final class CallsBench {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int ROUNDS = 6;
  private static final int STOCK_ROUNDS = 3;
  private static final int SINGLE_CALLS = 3_000;
  private static final int WARM_UP_CALLS = 20_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private CallsBench() {}

  /// The processor that this process and the service took since they began.
  private record Processors(Duration own, Duration service) {

    static Processors now() {
      return new Processors(of(ProcessHandle.current().pid()), of(Long.getLong("service", -1)));
    }

    private static Duration of(long process) {
      return ProcessHandle.of(process)
          .flatMap(one -> one.info().totalCpuDuration())
          .orElse(Duration.ZERO);
    }

    Processors since() {
      Processors now = now();
      return new Processors(now.own.minus(own), now.service.minus(service));
    }
  }

  /// One call, whoever makes it.
  @FunctionalInterface
  private interface Call {
    void make() throws IOException, InterruptedException;
  }

  /// Prints the figures.
  public static void main(String[] arguments) throws Exception {
    String address = arguments[0];
    var authority = Optional.of(Path.of(arguments[1]));
    String what = arguments.length > 2 ? arguments[2] : "";
    if (!what.equals("single")) {
      crowds(address, authority);
    }
    if (!what.equals("crowd")) {
      try (var fast = new Asked(address + "/fast/v1", authority, Map.of())) {
        single(fast.model(), address + "/fast/v1");
      }
    }
  }

  private static void crowds(String address, Optional<Path> authority)
      throws IOException, InterruptedException {
    System.out.printf(
        "%-34s %6s %6s %8s %8s %8s %9s %9s%n",
        "", "ok", "failed", "wall s", "p50 ms", "p99 ms", "cpu s", "service's");
    try (var slow = new Asked(address + "/slow/v1", authority, Map.of())) {
      LanguageModel model = slow.model();
      for (int round = 1; round <= ROUNDS; round++) {
        crowd("ours, 5000 at 1000, round " + round, 5_000, 1_000, () -> model.call(asked()));
      }
      crowd("ours, 10000 at 2000", 10_000, 2_000, () -> model.call(asked()));
    }
    ChatModel stock = stock(address + "/slow/v1");
    for (int round = 1; round <= STOCK_ROUNDS; round++) {
      crowd(
          "langchain4j, 5000 at 1000, round " + round,
          5_000,
          1_000,
          () -> stock.chat(Asked.QUESTION));
    }
  }

  private static ModelRequest asked() {
    return Asked.request(LIMIT);
  }

  private static ChatModel stock(String address) {
    return OpenAiChatModel.builder()
        .baseUrl(address)
        .apiKey("sk-bench")
        .modelName("gpt-4o-mini")
        .temperature(0.0)
        .maxTokens(256)
        .maxRetries(0)
        .timeout(LIMIT)
        .build();
  }

  private static void crowd(String name, int calls, int atATime, Call call)
      throws InterruptedException {
    var took = new AtomicLongArray(calls);
    var failed = new AtomicInteger();
    var places = new Semaphore(atATime);
    var processors = Processors.now();
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < calls; i++) {
        int number = i;
        places.acquire();
        threads.execute(() -> {
          long begun = System.nanoTime();
          try {
            call.make();
            took.set(number, System.nanoTime() - begun);
          } catch (IOException | InterruptedException | RuntimeException problem) {
            failed.incrementAndGet();
          } finally {
            places.release();
          }
        });
      }
    }
    double wall = (System.nanoTime() - start) / 1e9;
    Processors spent = processors.since();
    long[] times = new long[calls];
    Arrays.setAll(times, took::get);
    long[] good = Arrays.stream(times).filter(time -> time > 0).sorted().toArray();
    System.out.printf(
        Locale.ROOT,
        "%-34s %6d %6d %8.2f %8.0f %8.0f %9.2f %9.2f%n",
        name,
        good.length,
        failed.get(),
        wall,
        at(good, 0.5) / 1e6,
        at(good, 0.99) / 1e6,
        spent.own().toMillis() / 1e3,
        spent.service().toMillis() / 1e3);
  }

  private static double at(long[] sorted, double share) {
    return sorted.length == 0 ? 0 : sorted[(int) (share * (sorted.length - 1))];
  }

  /// Ours, the bare JDK client and langchain4j's take turns, so that all see the same machine. What
  /// the calling thread allocates and computes is told too, since that doesn't depend on what else
  /// the machine does.
  private static void single(LanguageModel ours, String address)
      throws IOException, InterruptedException {
    Call[] calls = {bare(address), () -> ours.call(asked()), stockCall(address)};
    String[] names = {"bare JDK", "ours", "langchain4j"};
    long[][] times = new long[calls.length][SINGLE_CALLS];
    long[] allocated = new long[calls.length];
    long[] computed = new long[calls.length];
    for (int i = -WARM_UP_CALLS; i < SINGLE_CALLS; i++) {
      for (int who = 0; who < calls.length; who++) {
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long cpu = THREADS.getCurrentThreadCpuTime();
        long begun = System.nanoTime();
        calls[who].make();
        if (i >= 0) {
          times[who][i] = System.nanoTime() - begun;
          computed[who] += THREADS.getCurrentThreadCpuTime() - cpu;
          allocated[who] += THREADS.getCurrentThreadAllocatedBytes() - bytes;
        }
      }
    }
    for (int who = 0; who < calls.length; who++) {
      Arrays.sort(times[who]);
      System.out.printf(
          Locale.ROOT,
          "one call after the other, %-12s median %6.0f us (%+.0f over bare), p99 %6.0f us;"
              + " the thread: %.0f us, %.1f KB a call%n",
          names[who],
          at(times[who], 0.5) / 1e3,
          (at(times[who], 0.5) - at(times[0], 0.5)) / 1e3,
          at(times[who], 0.99) / 1e3,
          computed[who] / 1e3 / SINGLE_CALLS,
          allocated[who] / 1e3 / SINGLE_CALLS);
    }
  }

  private static Call stockCall(String address) {
    ChatModel stock = stock(address);
    return () -> stock.chat(Asked.QUESTION);
  }

  private static Call bare(String address) {
    HttpClient client =
        HttpClient.newBuilder().executor(Executors.newVirtualThreadPerTaskExecutor()).build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + "/chat/completions"))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer sk-bench")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    """
                    {"model":"gpt-4o-mini","temperature":0.0,"max_tokens":256,\
                    "messages":[{"role":"user","content":"%s"}]}\
                    """
                        .formatted(Asked.QUESTION)))
            .build();
    return () -> {
      var reply = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (reply.statusCode() != 200) {
        throw new IOException("status " + reply.statusCode());
      }
    };
  }
}
