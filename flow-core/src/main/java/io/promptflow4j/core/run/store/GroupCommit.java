package io.promptflow4j.core.run.store;

import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.database.Database;
import io.promptflow4j.core.run.table.StoredEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;

/// Gathers what many threads want written while the disk is busy, and writes it together.
///
/// While one group is being synced to disk, the next one gathers; so the more threads there are,
/// the fewer commits each event costs.
final class GroupCommit {

  private static final int MOST_EVENTS = 4_000;
  private static final long MOST_BYTES = 16 * 1024 * 1024;

  private final Database database;
  private final Writing writing;
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Entry> waiting = new ArrayDeque<>(); // under the lock
  private boolean underWay; // under the lock: a thread of the database writes or is about to
  private long groups; // only the thread under way

  GroupCommit(Database database, Writing writing) {
    this.database = database;
    this.writing = writing;
  }

  /// Writes the events of one group in one transaction.
  @FunctionalInterface
  interface Writing {
    /// Returns when they are on disk.
    ///
    /// @param number counts the groups from 1
    void write(Database.Change change, List<StoredEvent> events, long number);
  }

  /// What one thread brought.
  private record Entry(List<StoredEvent> events, CompletableFuture<Boolean> done) {

    long size() {
      return events.stream().mapToLong(StoredEvent::size).sum();
    }
  }

  /// Writes `events` and returns when they are on disk.
  ///
  /// @throws InterruptedException if the thread was interrupted meanwhile; if nobody had begun to
  ///   write them, they are not written
  void write(List<StoredEvent> events) throws InterruptedException {
    var entry = new Entry(events, new CompletableFuture<>());
    add(entry);
    try {
      entry.done().get();
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException told
          ? told
          : new IllegalStateException(failed.getCause());
    } catch (InterruptedException interrupted) {
      withdraw(entry);
      throw interrupted;
    }
  }

  private void add(Entry entry) {
    lock.lock();
    try {
      waiting.add(entry);
      if (!underWay) {
        database.whenFree(this::writeNext);
        underWay = true;
      }
    } catch (RunStoreException closed) {
      waiting.remove(entry);
      throw closed;
    } finally {
      lock.unlock();
    }
  }

  private void withdraw(Entry entry) {
    lock.lock();
    try {
      waiting.remove(entry);
    } finally {
      lock.unlock();
    }
  }

  private void writeNext(Database.Change change) {
    try {
      write(change, take());
    } finally {
      goOn();
    }
  }

  private List<Entry> take() {
    lock.lock();
    try {
      var group = new ArrayList<Entry>();
      int events = 0;
      long bytes = 0;
      while (!waiting.isEmpty() && events < MOST_EVENTS && bytes < MOST_BYTES) {
        Entry entry = waiting.remove();
        group.add(entry);
        events += entry.events().size();
        bytes += entry.size();
      }
      return group;
    } finally {
      lock.unlock();
    }
  }

  private void write(Database.Change change, List<Entry> group) {
    if (group.isEmpty()) {
      return;
    }
    try {
      writing.write(
          change, group.stream().flatMap(entry -> entry.events().stream()).toList(), ++groups);
      group.forEach(entry -> entry.done().complete(true));
    } catch (RuntimeException problem) {
      if (group.size() > 1 && isAboutData(problem)) {
        group.forEach(entry -> write(change, List.of(entry))); // one of them is to blame
      } else {
        group.forEach(entry -> entry.done().completeExceptionally(problem));
      }
    }
  }

  private static boolean isAboutData(RuntimeException problem) {
    return !(problem instanceof RunStoreException told) || told.code().equals("store-failed");
  }

  private void goOn() {
    lock.lock();
    try {
      underWay = !waiting.isEmpty();
      if (underWay) {
        database.whenFree(this::writeNext);
      }
    } catch (RunStoreException closed) {
      underWay = false;
      waiting.forEach(entry -> entry.done().completeExceptionally(closed));
      waiting.clear();
    } finally {
      lock.unlock();
    }
  }
}
