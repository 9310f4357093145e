package io.promptflow4j.core.tool.python;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Ends a worker with everything it started.
///
/// Children are found by descent; on Linux also those that were orphaned or left the process group,
/// by the group they are in and by the tag that every worker's environment carries.
final class ProcessTree {

  /// The environment variable whose value is different for each worker.
  static final String TAG = "PROMPTFLOW4J_WORKER";

  private static final Path PROC = Path.of("/proc");
  private static final int MOST_ROUNDS = 20;

  private ProcessTree() {}

  /// Kills the tree of `worker` until none of it is left.
  static void kill(ProcessHandle worker, String tag) {
    Set<ProcessHandle> children = worker.descendants().collect(Collectors.toSet());
    worker.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Set<ProcessHandle> left = strays(worker.pid(), tag);
      if (left.isEmpty()) {
        return;
      }
      left.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static Set<ProcessHandle> strays(long group, String tag) {
    if (!Files.isDirectory(PROC.resolve("self"))) {
      return Set.of();
    }
    byte[] wanted = (TAG + "=" + tag).getBytes(StandardCharsets.US_ASCII);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      return Stream.iterate(entries.iterator(), it -> it.hasNext(), it -> it)
          .map(it -> it.next())
          .filter(entry -> isIn(entry, group) || carries(entry, wanted))
          .map(entry -> Long.parseLong(entry.getFileName().toString()))
          .flatMap(pid -> ProcessHandle.of(pid).stream())
          .collect(Collectors.toSet());
    } catch (IOException hidden) {
      return Set.of();
    }
  }

  /// Whether a process belongs to a group: the third field after the command's closing bracket. A
  /// process that has ended and only waits to be collected counts as gone.
  private static boolean isIn(Path entry, long group) {
    try {
      String stat = Files.readString(entry.resolve("stat"), StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 4);
      return !fields[0].equals("Z") && fields[2].equals(Long.toString(group));
    } catch (IOException | RuntimeException gone) {
      return false;
    }
  }

  private static boolean carries(Path entry, byte[] wanted) {
    try {
      String environment =
          new String(Files.readAllBytes(entry.resolve("environ")), StandardCharsets.ISO_8859_1);
      return environment.contains(new String(wanted, StandardCharsets.ISO_8859_1));
    } catch (IOException notOurs) {
      return false;
    }
  }
}
