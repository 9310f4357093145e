package io.promptflow4j.core.run.snapshot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What of a flow folder is left out of its snapshot.
///
/// In each folder `.amlignore` or `.pfignore` count, and `.gitignore` only where neither is, as
/// Azure does it. Always left out are what tools make again (`.git`, `.promptflow`, `__pycache__`,
/// virtual environments, `node_modules`) and `.env` files, which hold secrets. Files above the flow
/// folder are not read.
final class IgnoreRules {

  private static final List<String> STRONG = List.of(".amlignore", ".pfignore");
  private static final String WEAK = ".gitignore";
  private static final Set<String> NEVER =
      Set.of(".git", ".promptflow", "__pycache__", "node_modules", ".venv", ".DS_Store", ".env");

  /// The patterns of one folder; later ones win.
  private record Layer(String folder, List<IgnorePattern> patterns) {}

  private final List<Layer> layers;

  private IgnoreRules(List<Layer> layers) {
    this.layers = layers;
  }

  static IgnoreRules none() {
    return new IgnoreRules(List.of());
  }

  /// These rules and those that stand in `folder`.
  ///
  /// @param relative the folder's path from the flow folder, with `/` at its end unless it is that
  IgnoreRules in(Path folder, String relative) throws IOException {
    List<IgnorePattern> found = new ArrayList<>();
    boolean strong = false;
    for (String name : STRONG) {
      strong |= read(folder.resolve(name), found);
    }
    if (!strong) {
      boolean _ = read(folder.resolve(WEAK), found);
    }
    if (found.isEmpty()) {
      return this;
    }
    var more = new ArrayList<>(layers);
    more.add(new Layer(relative, found));
    return new IgnoreRules(more);
  }

  private static boolean read(Path file, List<IgnorePattern> found) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    text.lines().map(IgnorePattern::read).flatMap(Optional::stream).forEach(found::add);
    return true;
  }

  /// Whether the entry at this path from the flow folder is left out, and if it is a folder, with
  /// all that is in it.
  boolean leavesOut(String path, boolean folder) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (NEVER.contains(name) || name.startsWith(".env.") || name.endsWith(".pyc")) {
      return true;
    }
    for (Layer layer : layers.reversed()) {
      String inner = path.substring(layer.folder().length());
      for (IgnorePattern pattern : layer.patterns().reversed()) {
        if (pattern.matches(inner, folder)) {
          return !pattern.except();
        }
      }
    }
    return false;
  }
}
