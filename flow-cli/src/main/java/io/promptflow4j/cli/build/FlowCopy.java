package io.promptflow4j.cli.build;

import io.promptflow4j.cli.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

/// Copies a flow's folder: without what runs left in it, without `.env` files, which hold secrets,
/// and without links, which lead elsewhere.
final class FlowCopy {

  private static final Set<String> LEFT_OUT =
      Set.of(".git", ".promptflow", ".runs", "__pycache__", ".venv", ".idea", ".vscode");

  private FlowCopy() {}

  /// What is in a copy.
  ///
  /// @param python whether a part of it is Python
  record Copied(boolean python) {}

  static Copied copy(Path from, Path to) throws IOException {
    boolean python = false;
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path relative = from.relativize(file);
        if (isLeftOut(relative)
            || file.startsWith(to)
            || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          continue;
        }
        Path target = to.resolve(relative.toString());
        Files.createDirectories(parent(target));
        Files.copy(file, target);
        python |= file.toString().endsWith(".py");
      }
    }
    return new Copied(python);
  }

  private static boolean isLeftOut(Path relative) {
    for (Path part : relative) {
      String name = part.toString();
      if (LEFT_OUT.contains(name) || name.equals(".env") || name.startsWith(".env.")) {
        return true;
      }
    }
    return false;
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      throw new CommandFailure("bad-output", "'%s' has no folder".formatted(file));
    }
    return parent;
  }
}
