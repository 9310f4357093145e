package io.promptflow4j.core.engine.migration;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Finds the flow files in a folder tree: `*.dag.yaml`, `*.flex.yaml` (or `.yml`) and `*.prompty`.
///
/// Left out are hidden folders, Python environments and `node_modules`; links are not followed.
final class FlowTree {

  private static final Set<String> FOREIGN = Set.of("node_modules", "site-packages", "__pycache__");

  private FlowTree() {}

  /// The flow files beneath `root`, or `root` itself if it is a file, in the order of their paths.
  static List<Path> in(Path root) throws IOException {
    if (Files.isRegularFile(root)) {
      return List.of(root);
    }
    var found = new ArrayList<Path>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return folder.equals(root) || !isForeign(folder)
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && kind(file).isPresent()) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
            return FileVisitResult.CONTINUE;
          }
        });
    found.sort(null);
    return found;
  }

  private static boolean isForeign(Path folder) {
    String name = name(folder);
    return name.startsWith(".")
        || FOREIGN.contains(name)
        || Files.exists(folder.resolve("pyvenv.cfg"));
  }

  /// `dag`, `flex` or `prompty`; empty if the file is no flow by its name.
  static Optional<String> kind(Path file) {
    String name = name(file).toLowerCase(Locale.ROOT);
    if (name.endsWith(".prompty")) {
      return Optional.of("prompty");
    }
    boolean yaml = name.endsWith(".yaml") || name.endsWith(".yml");
    String stem = yaml ? name.substring(0, name.lastIndexOf('.')) : "";
    if (stem.equals("flow.dag") || stem.endsWith(".dag")) {
      return Optional.of("dag");
    }
    return stem.endsWith(".flex") ? Optional.of("flex") : Optional.empty();
  }

  private static String name(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }
}
