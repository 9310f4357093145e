package io.promptflow4j.server.studio.flow;

import io.promptflow4j.server.studio.workspace.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The flows of a workspace: folders with a `flow.dag.yaml` or `flow.flex.yaml`, and promptys.
final class FlowFiles {

  private static final int DEEPEST = 8;
  private static final int MOST = 500;
  private static final Set<String> WHOLE =
      Set.of("flow.dag.yaml", "flow.dag.yml", "flow.flex.yaml", "flow.flex.yml");

  private FlowFiles() {}

  /// The kinds of flow files, as the studio calls them.
  static String kind(Path file) {
    String name = String.valueOf(file.getFileName());
    if (name.endsWith(".prompty")) {
      return "prompty";
    }
    return name.startsWith("flow.flex.") ? "flex" : "dag";
  }

  /// The flow files, by their paths.
  static List<Path> in(Workspace workspace) {
    var found = new ArrayList<Path>();
    try {
      Files.walkFileTree(
          workspace.root(),
          EnumSet.noneOf(java.nio.file.FileVisitOption.class),
          DEEPEST,
          visitor(workspace.root(), found));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    found.sort(Comparator.comparing(workspace::named));
    return found;
  }

  private static SimpleFileVisitor<Path> visitor(Path root, List<Path> found) {
    return new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        boolean isShown =
            folder.equals(root) || Workspace.isShown(String.valueOf(folder.getFileName()));
        return isShown ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        String name = String.valueOf(file.getFileName());
        if (attributes.isRegularFile() && (WHOLE.contains(name) || name.endsWith(".prompty"))) {
          found.add(file);
        }
        return found.size() < MOST ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
      }

      @Override
      public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
        return FileVisitResult.CONTINUE;
      }
    };
  }
}
