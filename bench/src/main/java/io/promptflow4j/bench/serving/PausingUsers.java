package io.promptflow4j.bench.serving;

import java.io.IOException;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// The load of prompt flow's published benchmark: so many users who call, wait for the answer and
/// pause for one to two seconds; a tenth of them is started each second.
///
/// `PausingUsers PORT USERS [SECONDS]`: counts what ends in the SECONDS after the last user
/// started.
public final class PausingUsers {

  private static final String BODY = "{\"text\": \"Hello, how are you today?\"}";
  private static final int RAMP_SECONDS = 10;

  private final int port;
  private final Times times = new Times();
  private final AtomicInteger failures = new AtomicInteger();
  private final long countFrom;
  private final long end;

  private PausingUsers(int port, long countFrom, long end) {
    this.port = port;
    this.countFrom = countFrom;
    this.end = end;
  }

  /// Prints one line.
  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    int users = Integer.parseInt(arguments[1]);
    int seconds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 60;
    long start = System.nanoTime();
    long counting = start + RAMP_SECONDS * 1_000_000_000L;
    var load = new PausingUsers(port, counting, counting + seconds * 1_000_000_000L);
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int user = 0; user < users; user++) {
        long begins = start + (counting - start) / users * user;
        var random = new SplittableRandom(user);
        pool.submit(() -> load.user(begins, random));
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%d users: %.1f requests/s, %s, %d failed%n",
        users,
        load.times.count() / (double) seconds,
        load.times,
        load.failures.get());
  }

  private void user(long begins, SplittableRandom random) {
    waitUntil(begins);
    while (System.nanoTime() < end) {
      try (Caller caller = Caller.to(port)) {
        while (System.nanoTime() < end) {
          call(caller);
          waitUntil(System.nanoTime() + random.nextLong(1_000_000_000L, 2_000_000_000L));
        }
      } catch (IOException _) {
        failures.incrementAndGet();
      }
    }
  }

  private void call(Caller caller) throws IOException {
    long sent = System.nanoTime();
    Caller.Answer answer = caller.post("/score", BODY);
    long now = System.nanoTime();
    if (answer.status() != 200) {
      failures.incrementAndGet();
    } else if (now >= countFrom && now < end) {
      times.add(now - sent);
    }
  }

  private static void waitUntil(long moment) {
    for (long left = moment - System.nanoTime(); left > 0; left = moment - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
