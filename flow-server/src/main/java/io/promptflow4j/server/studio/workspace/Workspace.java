package io.promptflow4j.server.studio.workspace;

import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;

/// The folder that is worked on, and the only way from a path in a request to a file on disk.
///
/// A path is relative, uses `/`, has no `..`, no name that begins with a dot, and ends inside the
/// folder after every link is followed. Thread-safe.
public final class Workspace {

  /// What belongs to programs rather than to authors.
  private static final Set<String> SKIPPED = Set.of("node_modules", "__pycache__", "target");

  private final Path root;

  /// @throws IllegalArgumentException if there is no such folder
  public Workspace(Path folder) {
    try {
      this.root = folder.toRealPath();
    } catch (IOException missing) {
      throw new IllegalArgumentException(
          "there is no folder '%s' to read".formatted(folder), missing);
    }
    if (!Files.isDirectory(root)) {
      throw new IllegalArgumentException("'%s' is no folder".formatted(folder));
    }
  }

  /// The folder itself, after every link.
  public Path root() {
    return root;
  }

  /// What it is called.
  public String name() {
    Path name = root.getFileName();
    return name == null ? root.toString() : name.toString();
  }

  /// A file or folder that is there.
  ///
  /// @throws FaultException if it is not there, or not in the workspace
  public Path existing(String path) {
    Path there = written(path);
    try {
      Path real = there.toRealPath();
      if (real.startsWith(root)) {
        return real;
      }
    } catch (IOException missing) {
      throw missing(path);
    }
    throw outside(path);
  }

  /// A file that is there or may be made: its folder is in the workspace, and it is no link.
  ///
  /// @throws FaultException if it is not in the workspace
  public Path target(String path) {
    Path there = written(path);
    if (Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
      Path real = existing(path);
      if (Files.isRegularFile(real)) {
        return real;
      }
      throw new FaultException(Fault.badRequest("no-file", "'%s' is no file.".formatted(path)));
    }
    Path folder = there.getParent();
    while (folder != null && !Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      folder = folder.getParent();
    }
    try {
      if (folder == null || !folder.toRealPath().startsWith(root) || !Files.isDirectory(folder)) {
        throw outside(path);
      }
    } catch (IOException broken) {
      throw outside(path);
    }
    return there;
  }

  /// How a file of the workspace is named in requests and answers.
  public String named(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  /// Whether a file or folder of that name is for authors.
  public static boolean isShown(String name) {
    return !name.isEmpty() && name.charAt(0) != '.' && !SKIPPED.contains(name);
  }

  private Path written(String path) {
    if (path.isEmpty() || path.equals(".")) {
      return root;
    }
    if (path.length() > 1_024
        || path.startsWith("/")
        || path.indexOf('\\') >= 0
        || path.indexOf('\0') >= 0
        || path.indexOf(':') >= 0) {
      throw outside(path);
    }
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.charAt(0) == '.') {
        throw outside(path);
      }
    }
    try {
      return root.resolve(path);
    } catch (InvalidPathException none) {
      throw outside(path);
    }
  }

  private static FaultException missing(String path) {
    return new FaultException(
        Fault.of(404, "not-found", "There is no '%s' in the workspace.".formatted(path)));
  }

  private static FaultException outside(String path) {
    return new FaultException(
        Fault.of(
            403,
            "outside-workspace",
            "'%s' is no path of the workspace: relative, with '/', inside its folder, without"
                    .formatted(path)
                + " names that begin with a dot."));
  }
}
