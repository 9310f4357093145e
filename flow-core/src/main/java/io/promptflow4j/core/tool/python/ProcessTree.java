package io.promptflow4j.core.tool.python;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/// Ends a worker with everything it started.
///
/// Children are found by descent; on Linux also those that were orphaned or left the process group,
/// by the group they are in and by the tag that every worker's environment carries.
final class ProcessTree {

  /// The environment variable whose value is different for each worker.
  static final String TAG = "PROMPTFLOW4J_WORKER";

  private static final Path PROC = Path.of("/proc");
  private static final int MOST_ROUNDS = 50;
  private static final long PAUSE = Duration.ofMillis(2).toNanos();

  /// One look at all processes.
  ///
  /// @param strays those that belong to the worker
  /// @param unclear whether there is one that is just being made and may turn out to belong to it
  private record Look(Set<ProcessHandle> strays, boolean unclear) {}

  private ProcessTree() {}

  /// Kills the tree of `worker` until none of it is left.
  static void kill(ProcessHandle worker, String tag) {
    Set<ProcessHandle> children = worker.descendants().collect(Collectors.toSet());
    worker.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Look look = look(worker.pid(), TAG + "=" + tag);
      look.strays().forEach(ProcessHandle::destroyForcibly);
      if (look.strays().isEmpty() && !look.unclear()) {
        return;
      }
      if (look.strays().isEmpty()) {
        LockSupport.parkNanos(PAUSE);
      }
    }
  }

  private static Look look(long group, String tag) {
    var strays = new HashSet<ProcessHandle>();
    boolean unclear = false;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path entry : entries) {
        Running process = Running.read(entry);
        if (process.group() == group || process.environment().contains(tag)) {
          long pid = Long.parseLong(entry.getFileName().toString());
          ProcessHandle.of(pid).ifPresent(strays::add);
        }
        unclear |= process.isBeingMade();
      }
    } catch (IOException notLinux) {
      // then descent is all there is to go by
    }
    return new Look(strays, unclear);
  }

  /// What `/proc` says of a process; all blank if it is over or someone else's.
  private record Running(long group, long parent, String environment, boolean hasArguments) {

    private static final Running NONE = new Running(-1, 0, "", true);
    private static final long KERNEL = 2;

    static Running read(Path entry) {
      try {
        String stat = text(entry, "stat");
        // state, parent and group follow the command, which stands in brackets and may hold any
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 4);
        if (fields[0].equals("Z")) {
          return NONE;
        }
        return new Running(
            Long.parseLong(fields[2]),
            Long.parseLong(fields[1]),
            text(entry, "environ"),
            !text(entry, "cmdline").isEmpty());
      } catch (IOException | RuntimeException gone) {
        return NONE;
      }
    }

    private static String text(Path entry, String file) throws IOException {
      return new String(Files.readAllBytes(entry.resolve(file)), StandardCharsets.ISO_8859_1);
    }

    /// Between `exec` and its end a process has neither arguments nor environment. So have the
    /// kernel's own.
    boolean isBeingMade() {
      return !hasArguments && environment.isEmpty() && parent != KERNEL && parent != 0;
    }
  }
}
