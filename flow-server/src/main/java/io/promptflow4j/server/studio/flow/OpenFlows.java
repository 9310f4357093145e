package io.promptflow4j.server.studio.flow;

import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.source.Digest;
import io.promptflow4j.server.studio.workspace.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Flows that are loaded, so that the next run begins at once; loaded anew when a file changed.
/// Thread-safe: one lock guards the books.
final class OpenFlows implements AutoCloseable {

  private static final int MOST = 8;

  private final FlowSettings around;
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<Key, Entry> open = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Path, DebugMemory> memories = new HashMap<>();

  private record Key(Path file, Map<String, String> variants) {}

  private static final class Entry {
    private final Flow flow;
    private final String fingerprint;
    private int users;
    private boolean stale;

    private Entry(Flow flow, String fingerprint) {
      this.flow = flow;
      this.fingerprint = fingerprint;
    }
  }

  /// @param around what this machine gives to flows
  OpenFlows(FlowSettings around) {
    this.around = around;
  }

  FlowSettings around() {
    return around;
  }

  /// What was called in runs of a flow.
  DebugMemory memory(Path file) {
    lock.lock();
    try {
      return memories.computeIfAbsent(file, _ -> new DebugMemory());
    } finally {
      lock.unlock();
    }
  }

  /// A flow to run, until the lease is closed.
  ///
  /// @throws io.promptflow4j.core.engine.FlowLoadException if its files have mistakes
  Lease take(Path file, Map<String, String> variants) {
    var key = new Key(file, variants);
    String fingerprint = fingerprint(file);
    lock.lock();
    try {
      @Nullable Entry entry = open.get(key);
      if (entry == null || !entry.fingerprint.equals(fingerprint)) {
        if (entry != null) {
          open.remove(key);
          leave(entry);
        }
        entry = new Entry(Flow.load(file, around.withVariants(variants)), fingerprint);
        open.put(key, entry);
        evict(key);
      }
      entry.users++;
      return new Lease(entry);
    } finally {
      lock.unlock();
    }
  }

  private void evict(Key kept) {
    while (open.size() > MOST) {
      Key eldest = open.keySet().iterator().next();
      if (eldest.equals(kept)) {
        return;
      }
      @Nullable Entry entry = open.remove(eldest);
      if (entry != null) {
        leave(entry);
      }
    }
  }

  private static void leave(Entry entry) {
    entry.stale = true;
    if (entry.users == 0) {
      entry.flow.close();
    }
  }

  /// Of names, sizes and times of the files of a flow's folder.
  static String fingerprint(Path file) {
    @Nullable Path folder = file.getParent();
    var text = new StringBuilder();
    try (Stream<Path> all = Files.walk(folder == null ? file : folder, 8)) {
      for (Path one : all.filter(OpenFlows::counts).sorted().toList()) {
        text.append(one)
            .append('\t')
            .append(Files.size(one))
            .append('\t')
            .append(Files.getLastModifiedTime(one))
            .append('\n');
      }
    } catch (IOException | UncheckedIOException gone) {
      text.append(System.nanoTime());
    }
    return Digest.of(text.toString()).hex();
  }

  private static boolean counts(Path path) {
    for (Path part : path) {
      if (!Workspace.isShown(part.toString()) && !part.toString().startsWith("..")) {
        return false;
      }
    }
    return Files.isRegularFile(path);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      open.values().forEach(OpenFlows::leave);
      open.clear();
    } finally {
      lock.unlock();
    }
  }

  /// A flow that stays open as long as somebody uses it.
  final class Lease implements AutoCloseable {

    private final Entry entry;

    private Lease(Entry entry) {
      this.entry = entry;
    }

    Flow flow() {
      return entry.flow;
    }

    @Override
    public void close() {
      lock.lock();
      try {
        entry.users--;
        if (entry.stale && entry.users == 0) {
          entry.flow.close();
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
