package io.promptflow4j.core.run.database;

import io.promptflow4j.core.run.RunStoreException;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// An open database with the tables of this version. Thread-safe.
///
/// Whoever reads takes a connection of the pool; changes are made by the threads of a [WriteQueue].
/// All methods throw [RunStoreException].
public final class Database implements AutoCloseable {

  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(200);

  private final Dialect dialect;
  private final Faults faults;
  private final Jdbi reading;
  private final Jdbi writing;
  private final WriteQueue queue;
  private final Duration patience;
  private final Runnable release;

  /// @param patience how long a change is tried again if the server is gone or busy; SQLite waits
  ///   by itself
  Database(
      Dialect dialect,
      Faults faults,
      Jdbi reading,
      Jdbi writing,
      int writers,
      Duration patience,
      Runnable release) {
    this.dialect = dialect;
    this.faults = faults;
    this.reading = reading;
    this.writing = writing;
    this.queue = new WriteQueue(writers);
    this.patience = patience;
    this.release = release;
  }

  public Dialect dialect() {
    return dialect;
  }

  /// Reads something, interrupted or not: how a run was stopped has to be read too.
  public <T> T read(Function<Handle, T> work) {
    return uninterrupted(() -> {
      try (Handle handle = reading.open()) {
        return work.apply(handle);
      } catch (RuntimeException problem) {
        throw faults.of(problem);
      }
    });
  }

  /// Does `work` with an earlier interrupt put aside: the pool would give no connection with it.
  private static <T> T uninterrupted(Supplier<T> work) {
    boolean interrupted = Thread.interrupted();
    try {
      return work.get();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Reads row by row; the stream holds a connection until it is closed.
  public <T> Stream<T> stream(Function<Handle, Stream<T>> query) {
    Handle handle = null;
    try {
      handle = uninterrupted(reading::open);
      handle.begin(); // PostgreSQL reads by and by only within a transaction
      Handle held = handle;
      return guarded(query.apply(handle)).onClose(() -> release(held));
    } catch (RuntimeException problem) {
      if (handle != null) {
        release(handle);
      }
      throw faults.of(problem);
    }
  }

  private <T> Stream<T> guarded(Stream<T> stream) {
    Iterator<T> rows = stream.iterator();
    var told =
        new Iterator<T>() {
          @Override
          public boolean hasNext() {
            return telling(rows::hasNext);
          }

          @Override
          public T next() {
            return telling(rows::next);
          }
        };
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(told, Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  private <T> T telling(Supplier<T> step) {
    try {
      return step.get();
    } catch (NoSuchElementException atEnd) {
      throw atEnd;
    } catch (RuntimeException problem) {
      throw faults.of(problem);
    }
  }

  private static void release(Handle handle) {
    try (handle) {
      if (handle.isInTransaction()) {
        handle.rollback();
      }
    }
  }

  /// Changes something, all or nothing, and returns when it is on disk. Should the connection break
  /// while it is committed, it may be on disk although this fails.
  public <T> T write(Function<Handle, T> work) {
    return queue.call(() -> attempt(work, false));
  }

  /// As [#write], for work that does no harm if it is done twice.
  public <T> T writeRepeatable(Function<Handle, T> work) {
    return queue.call(() -> attempt(work, true));
  }

  /// Has `work` called on a writing thread as soon as one is free, with what does a change there at
  /// once.
  public void whenFree(Consumer<Change> work) {
    var _ =
        queue.submit(() -> {
          work.accept(
              new Change() {
                @Override
                public <T> T apply(Function<Handle, T> change) {
                  return attempt(change, true);
                }
              });
          return true;
        });
  }

  /// Makes a change as [#writeRepeatable], on the thread that calls it.
  public interface Change {
    <T> T apply(Function<Handle, T> change);
  }

  private <T> T attempt(Function<Handle, T> work, boolean repeatable) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      var attempt = new Attempt();
      try {
        return attempt.make(work);
      } catch (RuntimeException problem) {
        RunStoreException fault = faults.of(problem);
        boolean isAnswer = problem instanceof RunStoreException; // of the work, not of the database
        boolean again = !isAnswer && fault.isRetryable() && (repeatable || !attempt.committing);
        if (!again || System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
          throw fault;
        }
      }
      LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
    }
  }

  /// One transaction.
  private final class Attempt {
    private boolean committing;

    <T> T make(Function<Handle, T> work) {
      try (Handle handle = writing.open()) {
        handle.begin();
        T result;
        try {
          result = work.apply(handle);
        } catch (RuntimeException problem) {
          rollBack(handle, problem);
          throw problem;
        }
        committing = true;
        handle.commit();
        return result;
      }
    }

    private void rollBack(Handle handle, RuntimeException reason) {
      try {
        handle.rollback();
      } catch (RuntimeException alreadyRolledBack) {
        reason.addSuppressed(alreadyRolledBack);
      }
    }
  }

  @Override
  public void close() {
    queue.close();
    release.run();
  }
}
