package io.promptflow4j.evaluators.experiment.conduct;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/// Does the same work for several things at the same time, each on a thread of its own, and waits
/// for all of them.
///
/// An interrupt of the thread that waits is passed on to all others, each time; the wait ends when
/// they have. If some fail, the first failure in the order of the things is thrown.
final class SideBySide {

  /// More than these wait until one of them has ended.
  private static final int MOST = 8;

  private SideBySide() {}

  static <T, R> List<R> map(List<T> all, Function<T, R> work) {
    var places = new Semaphore(MOST);
    var threads = new ArrayList<Thread>();
    var results = new ArrayList<CompletableFuture<R>>();
    for (T one : all) {
      var result = new CompletableFuture<R>();
      results.add(result);
      threads.add(
          Thread.ofVirtual()
              .name("arm " + threads.size())
              .start(() -> {
                places.acquireUninterruptibly();
                try {
                  result.complete(work.apply(one));
                } catch (Throwable failed) { // whoever waits throws it
                  result.completeExceptionally(failed);
                } finally {
                  places.release();
                }
              }));
    }
    await(threads);
    return results.stream().map(SideBySide::taken).toList();
  }

  private static void await(List<Thread> threads) {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException _) {
          interrupted = true;
          threads.forEach(Thread::interrupt);
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static <R> R taken(CompletableFuture<R> result) {
    return switch (result.state()) {
      case SUCCESS -> result.resultNow();
      case FAILED -> throw thrown(result.exceptionNow());
      case RUNNING, CANCELLED -> throw new IllegalStateException("work ends by itself");
    };
  }

  private static RuntimeException thrown(Throwable failed) {
    return switch (failed) {
      case RuntimeException known -> known;
      case Error broken -> throw broken;
      default -> new IllegalStateException(failed);
    };
  }
}
