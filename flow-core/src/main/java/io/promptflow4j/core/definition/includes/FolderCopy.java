package io.promptflow4j.core.definition.includes;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/// Copies files into one target folder, and never out of it: a link in the target is replaced, not
/// followed. Owned by one thread.
final class FolderCopy {

  private static final int MAX_ENTRIES = 20_000;

  /// How deep folders are followed.
  static final int MAX_DEPTH = 40;

  /// Folders that hold no part of a flow.
  private static final Set<String> LEFT_OUT =
      Set.of(".git", ".hg", ".svn", ".promptflow", ".runs", "__pycache__", "node_modules");

  /// What copying one include met.
  ///
  /// @param replaced files that were in the target already
  /// @param refused links that lead out of what is included
  /// @param clashing names that are a file in one place and a folder in the other
  record Outcome(List<String> replaced, List<String> refused, List<String> clashing) {
    static Outcome empty() {
      return new Outcome(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
  }

  private final Path target;
  private final Amount amount = new Amount();

  FolderCopy(Path target) {
    this.target = target;
  }

  /// Copies the flow's own folder. Links that leave it stay links, so that they are refused where
  /// they are used.
  void flowFolder(Path root) throws IOException, TooMuchException {
    copy(root, Path.of(""), root, true, Outcome.empty(), 0);
  }

  /// Copies an included file or folder, flat under its own name. An archive that does not exist is
  /// made of the folder beside it.
  Outcome include(Path source) throws IOException, TooMuchException {
    var outcome = Outcome.empty();
    Optional<Path> archived = folderOfArchive(source);
    if (archived.isPresent()) {
      archive(archived.get(), source.getFileName(), outcome);
    } else {
      copy(source, source.getFileName(), source, false, outcome, 0);
    }
    return outcome;
  }

  /// The folder `x` that `x.zip` is to be made of, if there is no such archive.
  static Optional<Path> folderOfArchive(Path path) {
    String name = path.getFileName() == null ? "" : path.getFileName().toString();
    if (!name.endsWith(".zip") || name.length() == 4 || Files.exists(path)) {
      return Optional.empty();
    }
    return Optional.of(path.resolveSibling(name.substring(0, name.length() - 4)))
        .filter(Files::isDirectory);
  }

  private void copy(Path source, Path relative, Path root, boolean own, Outcome outcome, int depth)
      throws IOException, TooMuchException {
    if (Files.isSymbolicLink(source) && !leadsInto(source, root)) {
      if (own) {
        linkAgain(source, relative);
      } else {
        outcome.refused().add(relative.toString());
      }
      return;
    }
    if (Files.isDirectory(source)) {
      folder(source, relative, root, own, outcome, depth);
    } else if (Files.isRegularFile(source)) {
      file(source, relative, outcome);
    }
  }

  private static boolean leadsInto(Path link, Path root) {
    try {
      Path real = link.toRealPath();
      return real.startsWith(root) && !link.toAbsolutePath().startsWith(real);
    } catch (IOException _) {
      return false;
    }
  }

  private void linkAgain(Path link, Path relative) throws IOException, TooMuchException {
    amount.add(0);
    Path destination = link.resolveSibling(Files.readSymbolicLink(link)).toAbsolutePath();
    Files.createSymbolicLink(target.resolve(relative), destination.normalize());
  }

  private void folder(
      Path source, Path relative, Path root, boolean own, Outcome outcome, int depth)
      throws IOException, TooMuchException {
    if (own && isVirtualEnvironment(source)) {
      Files.createSymbolicLink(target.resolve(relative), source);
      return;
    }
    if (isLeftOut(source) || depth > MAX_DEPTH || source.equals(target)) {
      return;
    }
    Path destination = target.resolve(relative);
    if (Files.isSymbolicLink(destination)) {
      Files.delete(destination);
    }
    if (Files.isRegularFile(destination, LinkOption.NOFOLLOW_LINKS)) {
      outcome.clashing().add(relative.toString());
      return;
    }
    amount.add(0);
    Files.createDirectories(destination);
    for (Path entry : entries(source)) {
      copy(entry, relative.resolve(entry.getFileName()), root, own, outcome, depth + 1);
    }
  }

  /// Whether `folder` is no part of a flow.
  static boolean isLeftOut(Path folder) {
    Path name = folder.getFileName();
    return (name != null && LEFT_OUT.contains(name.toString())) || isVirtualEnvironment(folder);
  }

  /// Whether `folder` is a Python environment: large, and useless under another path.
  private static boolean isVirtualEnvironment(Path folder) {
    return Files.exists(folder.resolve("pyvenv.cfg"));
  }

  private static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.limit(MAX_ENTRIES + 1L).sorted().toList();
    }
  }

  private void file(Path source, Path relative, Outcome outcome)
      throws IOException, TooMuchException {
    Path destination = target.resolve(relative);
    if (Files.isDirectory(destination, LinkOption.NOFOLLOW_LINKS)) {
      outcome.clashing().add(relative.toString());
      return;
    }
    if (Files.exists(destination, LinkOption.NOFOLLOW_LINKS)) {
      outcome.replaced().add(relative.toString());
    }
    amount.add(Files.size(source));
    Files.copy(
        source,
        destination,
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.COPY_ATTRIBUTES);
  }

  private void archive(Path folder, Path name, Outcome outcome)
      throws IOException, TooMuchException {
    Path destination = target.resolve(name);
    if (Files.deleteIfExists(destination)) {
      outcome.replaced().add(name.toString());
    }
    try (OutputStream out = Files.newOutputStream(destination, StandardOpenOption.CREATE_NEW);
        var zip = new ZipOutputStream(out)) {
      archive(folder, folder.getFileName() + "/", zip, 0);
    }
  }

  private void archive(Path folder, String prefix, ZipOutputStream zip, int depth)
      throws IOException, TooMuchException {
    zip.putNextEntry(new ZipEntry(prefix));
    for (Path entry : entries(folder)) {
      if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS) && depth < MAX_DEPTH) {
        archive(entry, prefix + entry.getFileName() + "/", zip, depth + 1);
      } else if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
        amount.add(Files.size(entry));
        zip.putNextEntry(new ZipEntry(prefix + entry.getFileName()));
        Files.copy(entry, zip);
      }
    }
  }

  /// Removes a folder with all that is in it; what can't be removed stays.
  static void delete(Path folder) {
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException problem) {
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path left, @Nullable IOException problem)
                throws IOException {
              Files.deleteIfExists(left);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException _) {
      // the folder is in the system's temporary space, which is emptied in its own time
      return;
    }
  }
}
