package io.promptflow4j.core.run.snapshot;

import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStore.SnapshotFile;
import io.promptflow4j.core.source.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;

/// The files of a flow folder at one moment.
///
/// @param root the folder they were read from
/// @param files in the order of their paths
public record Snapshot(Path root, List<SnapshotFile> files) {

  /// How large all files together may be.
  public static final long MAX_BYTES = 64L << 20;

  public Snapshot {
    files = List.copyOf(files);
  }

  /// Reads all files of `root` that are not ignored.
  ///
  /// @throws SnapshotException if they are larger than [#MAX_BYTES], or one can't be read
  public static Snapshot of(Path root) {
    try {
      Path real = root.toRealPath();
      return new Snapshot(real, new FolderScan(real).files());
    } catch (IOException broken) {
      throw unreadable(root, broken);
    }
  }

  private static SnapshotException unreadable(Path root, IOException broken) {
    return new SnapshotException(
        "unreadable-file",
        "the flow folder '%s' can't be read: %s".formatted(root, broken.getMessage()),
        broken);
  }

  /// The digest of all files.
  public Digest flow() {
    return digest(_ -> true);
  }

  /// The digest of the files that tools may run or read: all but the flow file and the prompts.
  public Digest code() {
    return digest(Snapshot::isCode);
  }

  private static boolean isCode(SnapshotFile file) {
    String path = file.path();
    return !(path.matches("(?:.*/)?flow\\.(?:dag|flex)\\.ya?ml")
        || path.endsWith(".jinja2")
        || path.endsWith(".md")
        || path.endsWith(".prompty"));
  }

  private Digest digest(Predicate<SnapshotFile> wanted) {
    MessageDigest digest = Digest.newDigest();
    for (SnapshotFile file : files) {
      if (wanted.test(file)) {
        String line =
            "%s\0%s\0%s\n".formatted(file.path(), file.content().hex(), file.executable());
        digest.update(line.getBytes(StandardCharsets.UTF_8));
      }
    }
    return new Digest(HexFormat.of().formatHex(digest.digest()));
  }

  /// Keeps the content of the files. What was changed since the snapshot was taken is an error,
  /// because then it is not clear what would run.
  ///
  /// @throws SnapshotException if a file can't be read or was changed
  public void keep(RunStore store) {
    var changed = new ArrayList<String>();
    for (SnapshotFile file : files) {
      try {
        Digest kept = store.keep(Files.readAllBytes(root.resolve(file.path())));
        if (!kept.equals(file.content())) {
          changed.add(file.path());
        }
      } catch (IOException broken) {
        throw unreadable(root, broken);
      }
    }
    if (!changed.isEmpty()) {
      throw new SnapshotException(
          "unreadable-file",
          "the flow was changed just now, while its snapshot was taken: %s; try again"
              .formatted(String.join(", ", changed)),
          null);
    }
  }
}
