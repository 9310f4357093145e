package io.promptflow4j.core.dataset.file;

import io.promptflow4j.core.dataset.DataException;
import io.promptflow4j.core.dataset.DataFormat;
import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.dataset.format.DataFile;
import io.promptflow4j.core.source.Suggestion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/// Finds the files that somebody means: one, all below a folder, or all that fit a pattern; in the
/// order of their names.
final class FileSearch {

  /// Files of rows that nothing here reads, and what to do about them.
  private static final Set<String> OTHER_KINDS =
      Set.of("xlsx", "xls", "ods", "zip", "7z", "bz2", "xz", "zst", "feather", "arrow", "avro");

  private FileSearch() {}

  /// @throws DataException if there are none
  static List<DataFile> find(DataSource source) {
    Path path = path(source);
    if (Files.isRegularFile(path)) {
      return List.of(new DataFile(path, source.written(), formatOf(path, source)));
    }
    if (Files.isDirectory(path)) {
      return below(path, source);
    }
    return isPattern(source.written()) ? matching(source) : missing(path, source);
  }

  static Path path(DataSource source) {
    String written = source.written();
    if (written.isBlank()) {
      throw new DataException("missing-data", "no data is named; name a file, a folder or '-'");
    }
    if (written.matches("[A-Za-z][A-Za-z0-9+.-]+://.*|azureml:.*")) {
      throw new DataException(
          "unsupported-data",
          "'%s' is not on this machine; download it and name the file".formatted(written));
    }
    try {
      return source.base().resolve(written);
    } catch (InvalidPathException impossible) {
      throw new DataException("missing-data", "'%s' is not a path".formatted(written), impossible);
    }
  }

  private static DataFormat formatOf(Path path, DataSource source) {
    String name = path.getFileName().toString();
    String suffix = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (source.format().isEmpty() && OTHER_KINDS.contains(suffix)) {
      throw new DataException(
          "unsupported-data",
          "'%s' can't be read; save it as CSV, JSON Lines or Parquet (a .gz of these is fine)"
              .formatted(source));
    }
    return source.format().or(() -> DataFormat.ofFile(name)).orElse(DataFormat.JSONL);
  }

  private static List<DataFile> below(Path folder, DataSource source) {
    List<DataFile> found = walk(folder, source, _ -> true);
    if (found.isEmpty()) {
      throw new DataException(
          "missing-data",
          "folder '%s' holds no file that ends in .jsonl, .json, .csv, .tsv or .parquet"
              .formatted(source));
    }
    return found;
  }

  private static boolean isPattern(String written) {
    return written.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
  }

  private static List<DataFile> matching(DataSource source) {
    String written = source.written().replace('\\', '/');
    int firstWild = 0;
    while ("*?[{".indexOf(written.charAt(firstWild)) < 0) {
      firstWild++;
    }
    String fixed = written.substring(0, written.lastIndexOf('/', firstWild) + 1);
    Path folder = source.base().resolve(fixed);
    PathMatcher matcher = matcher(written.substring(fixed.length()), source);
    List<DataFile> found =
        Files.isDirectory(folder)
            ? walk(folder, new DataSource(fixed, source.base(), source.format()), matcher)
            : List.of();
    if (found.isEmpty()) {
      throw new DataException(
          "missing-data", "no file of rows fits the pattern '%s'".formatted(source));
    }
    return found;
  }

  private static PathMatcher matcher(String pattern, DataSource source) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    } catch (PatternSyntaxException broken) {
      throw new DataException(
          "missing-data",
          "'%s' is not a pattern: %s".formatted(source, broken.getDescription()),
          broken);
    }
  }

  private static List<DataFile> walk(Path folder, DataSource source, PathMatcher wanted) {
    String prefix = source.written().replaceFirst("/+$", "");
    try (Stream<Path> below = Files.walk(folder)) {
      return below
          .map(folder::relativize)
          .filter(relative -> !isHidden(relative) && wanted.matches(relative))
          .filter(relative -> Files.isRegularFile(folder.resolve(relative)))
          .sorted()
          .flatMap(relative -> file(folder, prefix, relative, source).stream())
          .toList();
    } catch (IOException | UncheckedIOException broken) {
      throw DataException.failedDevice(
          "folder '%s' can't be searched: %s".formatted(source, broken.getMessage()), broken);
    }
  }

  private static boolean isHidden(Path relative) {
    for (Path name : relative) {
      if (name.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private static Optional<DataFile> file(
      Path folder, String prefix, Path relative, DataSource source) {
    String name = relative.toString().replace('\\', '/');
    String shown = prefix.isEmpty() ? name : prefix + "/" + name;
    return source
        .format()
        .or(() -> DataFormat.ofFile(name))
        .map(format -> new DataFile(folder.resolve(relative), shown, format));
  }

  private static List<DataFile> missing(Path path, DataSource source) {
    Path folder = path.toAbsolutePath().normalize().getParent();
    String near = "";
    if (folder != null && Files.isDirectory(folder)) {
      try (Stream<Path> siblings = Files.list(folder)) {
        List<String> names = siblings.map(file -> file.getFileName().toString()).toList();
        near = Suggestion.didYouMean(path.getFileName().toString(), names);
      } catch (IOException _) {
        near = "";
      }
    }
    throw new DataException(
        "missing-data", "there is no file or folder '%s'.%s".formatted(source, near));
  }
}
