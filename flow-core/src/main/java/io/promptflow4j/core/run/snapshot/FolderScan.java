package io.promptflow4j.core.run.snapshot;

import io.promptflow4j.core.run.RunStore.SnapshotFile;
import io.promptflow4j.core.source.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Walks a flow folder for its snapshot. A link counts as what it leads to if that is inside the
/// folder; else it is left out.
final class FolderScan {

  private static final int MAX_DEPTH = 32;
  private static final int MAX_FILES = 20_000;
  private static final int LARGEST_SHOWN = 3;

  private final Path root;
  private final List<SnapshotFile> found = new ArrayList<>();
  private long bytes;

  /// @param root its real path
  FolderScan(Path root) {
    this.root = root;
  }

  List<SnapshotFile> files() throws IOException {
    scan(root, "", IgnoreRules.none(), 0);
    found.sort(Comparator.comparing(SnapshotFile::path));
    return found;
  }

  private void scan(Path folder, String relative, IgnoreRules above, int depth) throws IOException {
    IgnoreRules rules = above.in(folder, relative);
    List<Path> entries;
    try (Stream<Path> listed = Files.list(folder)) {
      entries = listed.toList();
    }
    for (Path entry : entries) {
      String path = relative + entry.getFileName();
      boolean isFolder = Files.isDirectory(entry);
      if (rules.leavesOut(path, isFolder) || leadsOutside(entry)) {
        continue;
      }
      if (isFolder && depth < MAX_DEPTH && !isVirtualEnvironment(entry)) {
        scan(entry, path + "/", rules, depth + 1);
      } else if (Files.isRegularFile(entry)) {
        add(entry, path);
      }
    }
  }

  private boolean leadsOutside(Path entry) throws IOException {
    if (!Files.isSymbolicLink(entry)) {
      return false;
    }
    if (!Files.exists(entry)) {
      return true;
    }
    Path real = entry.toRealPath();
    return !real.startsWith(root) || entry.toAbsolutePath().startsWith(real);
  }

  private static boolean isVirtualEnvironment(Path folder) {
    return Files.exists(folder.resolve("pyvenv.cfg"));
  }

  private void add(Path file, String path) throws IOException {
    long size = Files.size(file);
    bytes += size;
    if (bytes > Snapshot.MAX_BYTES || found.size() >= MAX_FILES) {
      throw tooLarge(path, size);
    }
    byte[] content = Files.readAllBytes(file);
    found.add(new SnapshotFile(path, Digest.of(content), content.length, Files.isExecutable(file)));
  }

  private SnapshotException tooLarge(String last, long lastSize) {
    var all = new ArrayList<>(found);
    all.add(new SnapshotFile(last, Digest.of(""), lastSize, false));
    all.sort(Comparator.comparingLong(SnapshotFile::size).reversed());
    String largest =
        String.join(
            ", ",
            all.stream()
                .limit(LARGEST_SHOWN)
                .map(file -> "%s (%,d bytes)".formatted(file.path(), file.size()))
                .toList());
    return new SnapshotException(
        "snapshot-too-large",
        ("the flow folder has more than %d MiB or %,d files, which is more than a run keeps; list"
                + " what the flow does not need in a file .pfignore. The largest: %s")
            .formatted(Snapshot.MAX_BYTES >> 20, MAX_FILES, largest),
        null);
  }
}
