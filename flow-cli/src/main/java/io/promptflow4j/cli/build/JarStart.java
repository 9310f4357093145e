package io.promptflow4j.cli.build;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/// Where `java -jar` begins with what `pf flow build --format jar` made: unpacks the program and
/// the flow, once, and serves the flow.
///
/// It stands alone in its jar before that, so it knows no other class of the program.
public final class JarStart {

  /// Where everything is in the jar.
  static final String FOLDER = "promptflow4j/";

  static final String LIBRARIES = FOLDER + "lib/";
  static final String FLOW = FOLDER + "flow/";

  /// Holds the name of the flow.
  static final String NAME = FOLDER + "name";

  /// Holds the digest of all that is in the jar.
  static final String DIGEST = FOLDER + "digest";

  private static final String PROGRAM = "io.promptflow4j.cli.Pf";

  private JarStart() {}

  /// Unpacks and serves.
  ///
  /// @param args options of `pf flow serve`
  public static void main(String[] args)
      throws IOException, ReflectiveOperationException, URISyntaxException {
    Path own = Path.of(JarStart.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (var jar = new JarFile(own.toFile())) {
      Path place = unpacked(jar);
      List<String> all =
          new ArrayList<>(
              List.of(
                  "flow",
                  "serve",
                  "--source",
                  place.resolve("flow").toString(),
                  "--name",
                  text(jar, NAME)));
      all.addAll(List.of(args));
      run(place.resolve("lib"), all.toArray(String[]::new));
    }
  }

  private static String text(JarFile jar, String name) throws IOException {
    try (InputStream in = jar.getInputStream(jar.getJarEntry(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// A folder of this user's with what is in the jar; the same each time, if it can be kept.
  private static Path unpacked(JarFile jar) throws IOException {
    Path wanted = cache().resolve(text(jar, DIGEST).substring(0, 32));
    if (Files.isDirectory(wanted, LinkOption.NOFOLLOW_LINKS)) {
      return wanted;
    }
    try {
      Files.createDirectories(cache());
      Path made = Files.createTempDirectory(cache(), "unpacking");
      unpack(jar, made);
      return moved(made, wanted);
    } catch (FileSystemException readOnly) { // nothing can be kept there
      Path made = Files.createTempDirectory("promptflow4j");
      unpack(jar, made);
      return made;
    }
  }

  /// `PF_JAR_CACHE`, or where this user's programs keep such things.
  private static Path cache() {
    return variable("PF_JAR_CACHE")
        .map(Path::of)
        .orElseGet(() ->
            variable("XDG_CACHE_HOME")
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("promptflow4j"));
  }

  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }

  /// Another process may have been faster.
  private static Path moved(Path made, Path wanted) throws IOException {
    try {
      return Files.move(made, wanted, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException there) {
      return made;
    }
  }

  private static void unpack(JarFile jar, Path folder) throws IOException {
    Files.createDirectories(folder.resolve("flow"));
    for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements(); ) {
      JarEntry entry = all.nextElement();
      String name = entry.getName();
      if (entry.isDirectory() || !(name.startsWith(LIBRARIES) || name.startsWith(FLOW))) {
        continue;
      }
      Path target = folder.resolve(name.substring(FOLDER.length())).normalize();
      if (!target.startsWith(folder)) {
        throw new IOException("'%s' leads out of the jar".formatted(name));
      }
      Files.createDirectories(target.resolveSibling(""));
      try (InputStream in = jar.getInputStream(entry)) {
        Files.copy(in, target);
      }
    }
  }

  private static void run(Path libraries, String[] args)
      throws IOException, ReflectiveOperationException {
    List<Path> jars;
    try (Stream<Path> found = Files.list(libraries)) {
      jars = found.sorted().toList();
    }
    var urls = new ArrayList<URL>();
    for (Path jar : jars) {
      urls.add(jar.toUri().toURL());
    }
    System.setProperty( // tools in Java are compiled against it
        "java.class.path",
        String.join(File.pathSeparator, jars.stream().map(Path::toString).toList()));
    var loader = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    Thread.currentThread().setContextClassLoader(loader);
    Class.forName(PROGRAM, true, loader)
        .getMethod("main", String[].class)
        .invoke(null, (Object) args);
  }
}
