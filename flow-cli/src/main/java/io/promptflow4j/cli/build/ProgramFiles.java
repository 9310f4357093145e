package io.promptflow4j.cli.build;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import io.promptflow4j.cli.Pf;
import io.promptflow4j.cli.terminal.CommandFailure;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
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
        Files.copy(path, folder.resolve(path.getFileName()), REPLACE_EXISTING);
      }
    }
  }

  /// Built, the program is a jar with all others beside it; else it is the class path.
  private static List<Path> found() throws IOException {
    Path own = own();
    Path folder = own.getParent();
    if (Files.isDirectory(own) || folder == null) {
      return classPath();
    }
    try (Stream<Path> jars = Files.list(folder)) {
      return jars.filter(jar -> jar.toString().endsWith(".jar")).sorted().toList();
    }
  }

  private static Path own() throws IOException {
    try {
      return Path.of(Pf.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException noFile) {
      throw new IOException("the program has no place", noFile);
    }
  }

  private static List<Path> classPath() throws IOException {
    var all = new LinkedHashSet<Path>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (!entry.isEmpty()) {
        all.add(Path.of(entry).toAbsolutePath());
      }
    }
    if (Pf.class.getClassLoader() instanceof URLClassLoader loader) {
      for (URL url : loader.getURLs()) {
        try {
          all.add(Path.of(url.toURI()).toAbsolutePath());
        } catch (URISyntaxException noFile) {
          throw new IOException("'%s' is no file".formatted(url), noFile);
        }
      }
    }
    return all.stream().filter(Files::exists).toList();
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
