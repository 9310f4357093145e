package io.promptflow4j.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A copy of the launcher in a tree with nothing but its sources' folders, and a machine for it: a
/// PATH with the usual small programs, a JDK and a Maven that are shell scripts.
final class LauncherTree {

  private static final List<String> PROGRAMS =
      List.of(
          "sh",
          "cat",
          "cp",
          "date",
          "dirname",
          "find",
          "grep",
          "head",
          "mkdir",
          "mv",
          "readlink",
          "rm",
          "sed",
          "sleep",
          "tee",
          "true",
          "touch");

  private static final String MAVEN =
      """
      #!/bin/sh
      echo build >>"$BUILDS"
      [ ! -e "$BROKEN" ] || {
        echo '[ERROR] Broken.java:[1,1] no'
        echo '[ERROR] [Help 1] http://example.org'
        exit 1
      }
      sleep 1
      mkdir -p "$ROOT/flow-cli/target/unchecked/lib"
      touch "$ROOT/flow-cli/target/unchecked/lib/picocli-1.jar" "$ROOT/flow-cli/target/unchecked/flow-cli-1.jar"
      """;

  private static final String JAVA =
      """
      #!/bin/sh
      for last; do :; done
      case " $* " in
        *' exit '*) exit "$last" ;;
        *' show-locale'*) echo "locale ${LC_ALL:-$LC_CTYPE}" ;;
      esac
      echo "java of NAME"
      printf '[%s]\\n' "$@"
      """;

  private final Path root;
  private final Path machine;

  private LauncherTree(Path root) {
    this.root = root;
    this.machine = root.resolveSibling("machine");
  }

  /// What a call came to.
  record Ended(int exit, String out, String err) {}

  static LauncherTree in(Path root) throws IOException {
    var tree = new LauncherTree(root);
    Path project = Path.of("..").toAbsolutePath().normalize();
    tree.copy(project, "pf");
    tree.copy(project, "flow-cli/src/main/sh/machine.sh");
    tree.copy(project, "flow-cli/src/main/sh/build.sh");
    for (String file : List.of("pom.xml", "flow-core/pom.xml", "flow-cli/pom.xml")) {
      tree.write(file, "");
    }
    tree.write("flow-core/src/main/java/Some.java", "");
    tree.plantMachine();
    return tree;
  }

  private void copy(Path project, String file) throws IOException {
    write(file, Files.readString(project.resolve(file)));
    makeExecutable(root.resolve(file));
  }

  private void plantMachine() throws IOException {
    Path bin = Files.createDirectories(machine.resolve("bin"));
    for (String program : PROGRAMS) {
      Path real =
          Stream.of("/bin", "/usr/bin")
              .map(folder -> Path.of(folder, program))
              .filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("no " + program));
      Files.createSymbolicLink(bin.resolve(program), real);
    }
    Files.writeString(bin.resolve("mvn"), MAVEN);
    makeExecutable(bin.resolve("mvn"));
    plantJdk("jdk", "25.0.3");
  }

  Path plantJdk(String name, String version) throws IOException {
    Path home = machine.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"%s\"\n".formatted(version));
    for (String program : List.of("java", "javac")) {
      Files.writeString(home.resolve("bin").resolve(program), JAVA.replace("NAME", name));
      makeExecutable(home.resolve("bin").resolve(program));
    }
    return home;
  }

  private static void makeExecutable(Path file) {
    if (!file.toFile().setExecutable(true)) {
      throw new IllegalStateException(file + " can't be made executable");
    }
  }

  Path root() {
    return root;
  }

  void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  void touch(String file) throws IOException {
    Files.writeString(
        root.resolve(file), "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  void breakTheBuild() throws IOException {
    write("broken", "");
  }

  /// Replaces the program that stands for Java.
  void writeJava(String script) throws IOException {
    Files.writeString(machine.resolve("jdk/bin/java"), script);
  }

  void removeJdk() throws IOException {
    Files.delete(machine.resolve("jdk/release"));
  }

  void removeMaven() throws IOException {
    Files.delete(machine.resolve("bin/mvn"));
  }

  /// How often Maven was called.
  int builds() throws IOException {
    return Files.readAllLines(machine.resolve("builds")).size();
  }

  Ended pf(String... args) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(root.resolve("pf").toString()));
    command.addAll(List.of(args));
    return run(root, Map.of(), command.toArray(String[]::new));
  }

  Ended run(Path folder, Map<String, String> more, String... command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(machine, "out", "");
    Path err = Files.createTempFile(machine, "err", "");
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    var environment = new HashMap<>(environment());
    environment.putAll(more);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("still running: " + List.of(command));
    }
    return new Ended(process.exitValue(), text(out), text(err));
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  private Map<String, String> environment() {
    return Map.of(
        "PATH", machine.resolve("bin").toString(),
        "HOME", machine.toString(),
        "PF_JAVA_PLACES", machine.resolve("jdk").toString().replace(" ", "?"),
        "ROOT", root.toString(),
        "BUILDS", machine.resolve("builds").toString(),
        "BROKEN", root.resolve("broken").toString());
  }
}
