package io.promptflow4j.cli;

import io.promptflow4j.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Runs the everyday verbs once, quietly, when the command has been built: the classes they load
/// are then kept in a cache, from which the next start takes them ready-made.
public final class Rehearsal {

  private Rehearsal() {}

  public static void main(String[] args) throws IOException {
    Path folder = Files.createTempDirectory("pf-rehearsal");
    try {
      play(folder);
    } finally {
      remove(folder);
    }
  }

  private static void play(Path folder) {
    for (String type : List.of("standard", "chat", "java")) {
      pf(folder, "flow", "init", "--flow", type, "--type", type);
      pf(folder, "flow", "validate", "--source", type, "--format", "json");
      pf(folder, "flow", "test", "--flow", type);
      pf(folder, "flow", "test", "--flow", type, "--format", "json");
    }
    pf(folder, "flow", "validate", "--source", "missing");
    pf(folder, "flow", "graph", "--flow", "standard");
    pf(folder, "connection", "list");
    pf(folder, "--version");
    pf(folder, "flow", "test", "--help");
  }

  private static void pf(Path folder, String... args) {
    var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Map<String, String> environment =
        Map.of("PF_HOME_DIRECTORY", folder.resolve("home").toString());
    var terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]), nowhere, nowhere, environment, folder, Set.of());
    int _ = Pf.run(List.of(args), terminal);
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(Rehearsal::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
