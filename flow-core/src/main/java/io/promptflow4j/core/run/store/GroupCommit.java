package io.promptflow4j.core.run.store;

import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.database.Database;
import io.promptflow4j.core.run.table.StoredEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Gathers what many threads want written while the disk is busy, and writes it together.
///
/// While one group is being synced to disk, the next one gathers; so the more threads there are,
/// the fewer commits each event costs.
final class GroupCommit {

  private static final int MOST_EVENTS = 4_000;
  private static final long MOST_BYTES = 16 * 1024 * 1024;
  private static final long MOST_WAITING = 4 * MOST_BYTES;

  private final Database database;
  private final Writing writing;
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Entry> waiting = new ArrayDeque<>(); // under the lock
  private final Condition taken = lock.newCondition();
  private long bytes; // under the lock: the size of what waits
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
  private record Entry(List<StoredEvent> events, long size, CompletableFuture<Void> done) {

    static Entry of(List<StoredEvent> events) {
      long size = events.stream().mapToLong(StoredEvent::size).sum();
      return new Entry(events, size, new CompletableFuture<>());
    }
  }

  /// Takes `events` to be written after those that were taken before; waits only while too much is
  /// waiting.
  ///
  /// @return done when they are on disk
  CompletableFuture<Void> post(List<StoredEvent> events) {
    Entry entry = Entry.of(events);
    lock.lock();
    try {
      while (underWay && bytes + entry.size() > MOST_WAITING && !waiting.isEmpty()) {
        taken.awaitUninterruptibly();
      }
      if (!underWay) {
        database.whenFree(this::writeNext);
        underWay = true;
      }
      waiting.add(entry);
      bytes += entry.size();
    } finally {
      lock.unlock();
    }
    return entry.done();
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
      long size = 0;
      while (!waiting.isEmpty() && events < MOST_EVENTS && size < MOST_BYTES) {
        Entry entry = waiting.remove();
        group.add(entry);
        events += entry.events().size();
        size += entry.size();
      }
      bytes -= size;
      taken.signalAll();
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
      group.forEach(entry -> entry.done().complete(null));
    } catch (RuntimeException problem) {
      if (group.size() > 1 && isAboutData(problem)) {
        group.forEach(entry -> write(change, List.of(entry))); // one of them is to blame
      } else {
        group.forEach(entry -> entry.done().completeExceptionally(problem));
      }
    } catch (Error serious) {
      group.forEach(entry -> entry.done().completeExceptionally(serious));
      throw serious;
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
      bytes = 0;
      taken.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
