package io.promptflow4j.cli.build;

import io.promptflow4j.core.source.Digest;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/// Makes one jar of a flow and the program, which `java -jar` serves.
final class FlowJar {

  private static final String CLASS = JarStart.class.getName().replace('.', '/') + ".class";

  private FlowJar() {}

  /// @param flow the folder of the flow
  static void make(Path flow, String name, Path jar) throws IOException {
    Path parts = Files.createTempDirectory(jar.resolveSibling(""), ".building");
    try {
      FlowCopy.Copied _ = FlowCopy.copy(flow, parts.resolve("flow"));
      ProgramFiles.copy(parts.resolve("lib"));
      write(parts, name, jar);
    } finally {
      remove(parts);
    }
  }

  private static void write(Path parts, String name, Path jar) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(parts)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    var digests = new StringBuilder(name);
    try (OutputStream file = Files.newOutputStream(jar);
        var out = new JarOutputStream(file, manifest())) {
      out.setLevel(1); // nearly all of it is compressed already
      try (InputStream code = JarStart.class.getResourceAsStream("/" + CLASS)) {
        if (code == null) {
          throw new IOException("the class that starts the jar is not to be found");
        }
        entry(out, CLASS, code.readAllBytes());
      }
      for (Path one : files) {
        String path = parts.relativize(one).toString().replace(File.separatorChar, '/');
        byte[] bytes = Files.readAllBytes(one);
        digests.append('\n').append(path).append(' ').append(Digest.of(bytes).hex());
        entry(out, JarStart.FOLDER + path, bytes);
      }
      entry(out, JarStart.NAME, name.getBytes(StandardCharsets.UTF_8));
      entry(
          out,
          JarStart.DIGEST,
          Digest.of(digests.toString()).hex().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static Manifest manifest() {
    var manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(Attributes.Name.MAIN_CLASS, JarStart.class.getName());
    main.putValue("Enable-Native-Access", "ALL-UNNAMED");
    return manifest;
  }

  private static void entry(JarOutputStream out, String name, byte[] bytes) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(bytes);
    out.closeEntry();
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }
}
