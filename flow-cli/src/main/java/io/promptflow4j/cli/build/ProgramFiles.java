package io.promptflow4j.cli.build;

import io.promptflow4j.cli.terminal.CommandFailure;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/// The jars of the program that runs now, to be put beside a flow.
final class ProgramFiles {

  private ProgramFiles() {}

  /// Copies them into a folder, in the order of the class path, so that `lib/*` is the program.
  ///
  /// @throws CommandFailure if they aren't to be found
  static void copy(Path folder) throws IOException {
    List<Path> found = found();
    if (found.isEmpty()) {
      throw new CommandFailure("no-program", "the jars of the program are not to be found");
    }
    Files.createDirectories(folder);
    int number = 0;
    for (Path path : found) {
      number++;
      if (Files.isDirectory(path)) {
        pack(path, folder.resolve("%03d-classes.jar".formatted(number)));
      } else {
        Files.copy(path, folder.resolve(path.getFileName()));
      }
    }
  }

  /// Built, the program is one jar that names those beside it.
  private static List<Path> found() throws IOException {
    var all = new ArrayList<Path>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry).toAbsolutePath();
      if (!entry.isEmpty() && Files.exists(path) && !all.contains(path)) {
        all.add(path);
      }
    }
    Path folder = all.size() == 1 ? all.getFirst().getParent() : null;
    if (folder == null) {
      return all;
    }
    try (Stream<Path> jars = Files.list(folder)) {
      return jars.filter(jar -> jar.toString().endsWith(".jar")).sorted().toList();
    }
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        var out = new JarOutputStream(file);
        Stream<Path> files = Files.walk(classes)) {
      for (Path one : files.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(
            new JarEntry(classes.relativize(one).toString().replace(File.separatorChar, '/')));
        Files.copy(one, out);
        out.closeEntry();
      }
    }
  }
}
