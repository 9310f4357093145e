package io.promptflow4j.core.definition.yaml;

import io.promptflow4j.core.definition.compose.Shown;
import io.promptflow4j.core.definition.prompty.PromptyText;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.FileAccessException;
import io.promptflow4j.core.source.FlowFolder;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.Suggestion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// A flow file on disk: which one it is, and its bytes.
///
/// @param folder the folder it is in
/// @param name its name in that folder
/// @param real the regular file behind it, every link followed
record FlowFile(FlowFolder folder, String name, Path real) {

  /// The largest flow file that is read, in bytes.
  static final int MAX_BYTES = 1024 * 1024;

  private static final int MOST_FILES = 500;

  private static final List<String> NAMES =
      List.of("flow.dag.yaml", "flow.dag.yml", "flow.flex.yaml", "flow.flex.yml");

  /// Finds the flow file that `path` means: the file itself, or the only flow file of a folder.
  static Optional<FlowFile> find(Path path, Diagnostics diagnostics) {
    return Files.isDirectory(path) ? inFolder(path, diagnostics) : itself(path, diagnostics);
  }

  private static Optional<FlowFile> inFolder(Path folder, Diagnostics diagnostics) {
    List<String> present =
        NAMES.stream()
            .filter(name -> Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS))
            .toList();
    if (present.size() == 1) {
      return opened(folder, present.getFirst(), diagnostics);
    }
    Optional<String> prompty = present.isEmpty() ? onlyPrompty(folder) : Optional.empty();
    if (prompty.isPresent()) {
      return opened(folder, prompty.get(), diagnostics);
    }
    if (present.isEmpty() && !Files.isExecutable(folder)) {
      diagnostics.error(
          "unsupported-file",
          Place.startOf(shown(folder)),
          "this folder can't be read; check its permissions.");
    } else if (present.isEmpty()) {
      diagnostics.error(
          "missing-flow-file",
          Place.startOf(shown(folder)),
          "this folder holds no flow: neither 'flow.dag.yaml' nor 'flow.flex.yaml' is in it."
              + similar(folder));
    } else {
      diagnostics.error(
          "ambiguous-flow-file",
          Place.startOf(shown(folder)),
          "this folder holds several flow files (%s); name the file that is meant, or remove the"
                  .formatted(String.join(", ", present))
              + " others.");
    }
    return Optional.empty();
  }

  /// The prompty of a folder that has no other flow.
  private static Optional<String> onlyPrompty(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names =
          files
              .limit(MOST_FILES)
              .map(file -> file.getFileName().toString())
              .filter(PromptyText::isPrompty)
              .toList();
      return names.size() == 1 ? Optional.of(names.getFirst()) : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static String similar(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names =
          files.limit(MOST_FILES).map(file -> file.getFileName().toString()).toList();
      return NAMES.stream()
          .flatMap(name -> Suggestion.closest(name, names).stream())
          .findFirst()
          .or(() -> names.stream().filter(FlowFile::isYaml).sorted().findFirst())
          .map(name -> " If '%s' is meant, name that file.".formatted(Shown.text(name)))
          .orElse("");
    } catch (IOException _) {
      return "";
    }
  }

  private static boolean isYaml(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".yaml") || lower.endsWith(".yml");
  }

  private static Optional<FlowFile> itself(Path path, Diagnostics diagnostics) {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || !Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      diagnostics.error(
          "missing-flow-file",
          Place.startOf(shown(path)),
          "there is no such file or folder; name a flow folder, or a flow file in one.");
      return Optional.empty();
    }
    String name = path.getFileName().toString();
    if (!isYaml(name) && !PromptyText.isPrompty(name)) {
      diagnostics.error(
          "unsupported-file",
          Place.startOf(shown(path)),
          "the name of a flow file ends in '.yaml', '.yml' or '.prompty'; name a flow folder or"
              + " such a file.");
      return Optional.empty();
    }
    return opened(folder, name, diagnostics);
  }

  private static Optional<FlowFile> opened(Path folder, String name, Diagnostics diagnostics) {
    try {
      FlowFolder opened = FlowFolder.open(folder);
      Path real = opened.root().resolve(name).toRealPath();
      if (!real.startsWith(opened.root())) {
        diagnostics.error(
            "path-outside",
            Place.startOf(name),
            "this file is a link that leaves its folder; copy the file itself into the folder.");
        return Optional.empty();
      }
      if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
        return unreadable(
            name, "this is not a regular file, as a flow file has to be.", diagnostics);
      }
      return Optional.of(new FlowFile(opened, name, real));
    } catch (IOException | FileAccessException _) {
      return unreadable(
          name, "this file can't be opened; check that it exists and may be read.", diagnostics);
    }
  }

  private static Optional<FlowFile> unreadable(
      String name, String message, Diagnostics diagnostics) {
    diagnostics.error("unsupported-file", Place.startOf(name), message);
    return Optional.empty();
  }

  /// The file's bytes; empty, and reported, if there are too many or it can't be read.
  Optional<byte[]> bytes(Diagnostics diagnostics) {
    try (InputStream in = Files.newInputStream(real, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(in.readNBytes(MAX_BYTES + 1));
    } catch (IOException _) {
      unreadable(name, "this file can't be read; check its permissions.", diagnostics);
      return Optional.empty();
    }
  }

  private static String shown(Path path) {
    return path.toString().replaceAll("\\p{Cntrl}", "?");
  }
}
