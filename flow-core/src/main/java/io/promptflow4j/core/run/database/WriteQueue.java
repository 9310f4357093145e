package io.promptflow4j.core.run.database;

import io.promptflow4j.core.run.RunStoreException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The threads that change a database, in the order in which the changes were asked for.
///
/// They are platform threads: a call into SQLite would hold the carrier of a virtual one, while
/// those that wait here let theirs go.
final class WriteQueue implements AutoCloseable {

  private static final int SECONDS_TO_FINISH = 60;

  private final ExecutorService threads;

  WriteQueue(int count) {
    this.threads =
        Executors.newFixedThreadPool(
            count, Thread.ofPlatform().name("run-store-", 0).daemon(true).factory());
  }

  /// Does `work` on one of the threads and returns what it gives, however often the caller is
  /// interrupted meanwhile.
  <T> T call(Callable<T> work) {
    Future<T> result = submit(work);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return result.get();
        } catch (InterruptedException _) {
          interrupted = true;
        } catch (ExecutionException failed) {
          throw asUnchecked(failed.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// @throws RunStoreException if the queue is closed
  <T> Future<T> submit(Callable<T> work) {
    try {
      return threads.submit(work);
    } catch (RejectedExecutionException _) {
      throw new RunStoreException("store-closed", "The store was closed.", false, null);
    }
  }

  private static RuntimeException asUnchecked(@Nullable Throwable cause) {
    return switch (cause) {
      case RuntimeException unchecked -> unchecked;
      case Error error -> throw error;
      case null, default -> new IllegalStateException(cause);
    };
  }

  /// Ends the threads when all that waits is written, or after a minute.
  @Override
  public void close() {
    threads.shutdown();
    boolean interrupted = Thread.interrupted();
    try {
      var _ = threads.awaitTermination(SECONDS_TO_FINISH, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
