package io.promptflow4j.core.definition.includes;

import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.FileAccessException;
import io.promptflow4j.core.source.FlowFolder;
import io.promptflow4j.core.source.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A flow's folder together with the files of its `additional_includes`, as the flow sees it.
///
/// With includes it is a temporary folder, removed by [#close]; without, the flow folder itself.
public final class MergedFolder implements AutoCloseable {

  private static final Pattern NOT_RELATIVE =
      Pattern.compile("^(?:[/\\\\]|[A-Za-z]:|[A-Za-z][A-Za-z0-9+.-]*://).*", Pattern.DOTALL);

  private final FlowFolder folder;
  private final Optional<Path> temporary;

  private MergedFolder(FlowFolder folder, Optional<Path> temporary) {
    this.folder = folder;
    this.temporary = temporary;
  }

  /// Merges `includes` into a copy of `folder`. What can't be included is reported and left out;
  /// where nothing can be copied at all, that is reported too and the flow folder itself is used.
  public static MergedFolder of(
      FlowFolder folder, List<Located<String>> includes, Diagnostics diagnostics) {
    if (includes.isEmpty()) {
      return new MergedFolder(folder, Optional.empty());
    }
    Path target = null;
    try {
      count(folder.root(), includes);
    } catch (TooMuchException tooMuch) {
      diagnostics.error("include-too-large", includes.getFirst().place(), tooMuch.reason());
      return new MergedFolder(folder, Optional.empty());
    } catch (IOException _) {
      // copying tells what can't be read
    }
    try {
      target = Files.createTempDirectory("promptflow-").toRealPath();
      merge(folder, includes, new FolderCopy(target), diagnostics);
      return new MergedFolder(FlowFolder.open(target), Optional.of(target));
    } catch (IOException | FileAccessException broken) {
      diagnostics.error(
          "unreadable-file",
          includes.getFirst().place(),
          "the flow folder can't be copied, as its additional includes need it: %s."
              .formatted(broken.getMessage()));
      if (target != null) {
        FolderCopy.delete(target);
      }
      return new MergedFolder(folder, Optional.empty());
    }
  }

  /// Refuses more than is copied before anything is.
  private static void count(Path root, List<Located<String>> includes) throws IOException {
    var amount = new Amount();
    amount.addAll(root);
    for (Located<String> include : includes) {
      Optional<Path> source =
          NOT_RELATIVE.matcher(include.value()).matches()
              ? Optional.empty()
              : source(root, include.value());
      if (source.isPresent()) {
        amount.addAll(FolderCopy.folderOfArchive(source.get()).orElse(source.get()));
      }
    }
  }

  private static void merge(
      FlowFolder folder, List<Located<String>> includes, FolderCopy copy, Diagnostics diagnostics)
      throws IOException {
    try {
      copy.flowFolder(folder.root());
      for (Located<String> include : includes) {
        include(folder, include, copy, diagnostics);
      }
    } catch (TooMuchException tooMuch) {
      diagnostics.error("include-too-large", includes.getFirst().place(), tooMuch.reason());
    }
  }

  private static void include(
      FlowFolder folder, Located<String> include, FolderCopy copy, Diagnostics diagnostics)
      throws IOException, TooMuchException {
    if (NOT_RELATIVE.matcher(include.value()).matches()) {
      diagnostics.error(
          "path-outside",
          include.place(),
          "'%s' is not relative to the flow folder; write a path such as '../shared/tool.py'."
              .formatted(shown(include.value())));
      return;
    }
    Optional<Path> source = source(folder.root(), include.value());
    if (source.isEmpty()) {
      missing(folder.root(), include, diagnostics);
      return;
    }
    var outcome = copy.include(source.get());
    if (!outcome.replaced().isEmpty()) {
      diagnostics.warning(
          "duplicate-include",
          include.place(),
          "'%s' replaces %s, which the flow had already; rename one or leave one out."
              .formatted(shown(include.value()), list(outcome.replaced())));
    }
    if (!outcome.refused().isEmpty()) {
      diagnostics.error(
          "path-outside",
          include.place(),
          "'%s' holds links that leave it (%s); list what they lead to by its own path."
              .formatted(shown(include.value()), list(outcome.refused())));
    }
    if (!outcome.clashing().isEmpty()) {
      diagnostics.error(
          "duplicate-include",
          include.place(),
          "'%s' brings %s, which is a folder in one place and a file in the other; rename one."
              .formatted(shown(include.value()), list(outcome.clashing())));
    }
  }

  /// What an include names: an existing file or folder, or `x.zip` beside a folder `x`.
  private static Optional<Path> source(Path root, String include) {
    try {
      Path path = root.resolve(include.replace('\\', '/')).toAbsolutePath();
      if (include.isBlank()) {
        return Optional.empty();
      }
      if (Files.exists(path)) {
        return Optional.of(path.toRealPath()).filter(real -> real.getFileName() != null);
      }
      return FolderCopy.folderOfArchive(path).map(_ -> path.normalize());
    } catch (InvalidPathException | IOException _) {
      return Optional.empty();
    }
  }

  private static void missing(Path root, Located<String> include, Diagnostics diagnostics) {
    diagnostics.error(
        "missing-include",
        include.place(),
        "there is no file or folder '%s', seen from the flow folder.%s"
            .formatted(shown(include.value()), similar(root, include.value())));
  }

  private static String similar(Path root, String include) {
    try {
      Path path = root.resolve(include.replace('\\', '/'));
      Path parent = path.getParent();
      Path name = path.getFileName();
      if (include.isBlank() || parent == null || name == null || !Files.isDirectory(parent)) {
        return "";
      }
      try (Stream<Path> siblings = Files.list(parent)) {
        List<String> names =
            siblings.limit(500).map(file -> file.getFileName().toString()).toList();
        return Suggestion.didYouMean(name.toString(), names);
      }
    } catch (InvalidPathException | IOException _) {
      return "";
    }
  }

  private static String list(List<String> names) {
    String first =
        names.stream()
            .limit(3)
            .map(name -> "'" + shown(name) + "'")
            .collect(Collectors.joining(", "));
    return names.size() > 3 ? first + " and %d more".formatted(names.size() - 3) : first;
  }

  private static String shown(String path) {
    String visible = path.replaceAll("\\p{Cntrl}", "?");
    return visible.length() <= 100 ? visible : visible.substring(0, 99) + "…";
  }

  /// The folder to read the flow's files from, and to run it in.
  public FlowFolder folder() {
    return folder;
  }

  /// Whether it is a copy, which [#close] removes.
  public boolean isTemporary() {
    return temporary.isPresent();
  }

  /// Removes the copy, if there is one.
  @Override
  public void close() {
    temporary.ifPresent(FolderCopy::delete);
  }
}
