package io.promptflow4j.core.engine;

import io.promptflow4j.core.source.Diagnostic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One folder of the golden corpus (`src/test/resources/flows`): a flow and `expected.txt` with the
/// findings it gives, one a line; without that file it gives none.
///
/// Three more files may stand beside the flow: `target.txt` names the file to check instead of the
/// folder, `settings.txt` holds `variant NODE=ID` and `connection NODE.FIELD=VALUE` lines, and
/// `pad-to-bytes.txt` makes `flow.dag.yaml` as large as it says before it is checked.
record CorpusCase(Path corpus, String name) {

  private static final Path SOURCES = Path.of("src", "test", "resources", "flows");

  /// Copies the whole corpus to `target`, so that running it leaves nothing behind.
  static void copyAll(Path target) throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.skip(1).toList()) {
        Files.copy(file, target.resolve(SOURCES.relativize(file).toString()));
      }
    }
  }

  /// The names of all cases in `folder`, which lie `depth` levels below it.
  static List<String> names(String folder, int depth) throws IOException {
    try (Stream<Path> folders =
        Files.find(SOURCES.resolve(folder), depth, (_, is) -> is.isDirectory())) {
      return folders
          .map(SOURCES::relativize)
          .filter(path -> path.getNameCount() == depth + 1)
          .filter(path -> !path.getFileName().toString().startsWith("_"))
          .map(path -> path.toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  @Override
  public String toString() {
    return name;
  }

  private Path folder() {
    return corpus.resolve(name);
  }

  Flow.Check check() {
    pad();
    Path target = folder().resolve(text("target.txt").strip());
    return Flow.check(target, settings());
  }

  /// The findings of `check`, as a person sees them who stands in the folder of the case.
  List<String> shown(Flow.Check check) {
    String here = folder().toString();
    return check.diagnostics().stream()
        .map(Diagnostic::toString)
        .map(line -> line.startsWith(here) ? "." + line.substring(here.length()) : line)
        .map(line -> line.replaceAll("[^ ']+ -m pip", "python3 -m pip"))
        .toList();
  }

  List<String> expected() {
    return text("expected.txt").lines().toList();
  }

  void expect(List<String> lines) {
    Path file = SOURCES.resolve(name).resolve("expected.txt");
    try {
      if (lines.isEmpty()) {
        Files.deleteIfExists(file);
      } else {
        Files.writeString(file, String.join("\n", lines) + "\n");
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private String text(String file) {
    try {
      Path path = folder().resolve(file);
      return Files.exists(path) ? Files.readString(path) : "";
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private void pad() {
    String size = text("pad-to-bytes.txt").strip();
    if (size.isEmpty()) {
      return;
    }
    try {
      Path flow = folder().resolve("flow.dag.yaml");
      long missing = Long.parseLong(size) - Files.size(flow);
      Files.writeString(flow, "#".repeat((int) missing), StandardOpenOption.APPEND);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private FlowSettings settings() {
    Map<String, String> variants = new HashMap<>();
    Map<String, Map<String, String>> connections = new HashMap<>();
    text("settings.txt")
        .lines()
        .map(line -> Pattern.compile("[ .=]").split(line, 4))
        .forEach(words -> {
          if (words[0].equals("variant")) {
            variants.put(words[1], words[2]);
          } else {
            connections.computeIfAbsent(words[1], _ -> new HashMap<>()).put(words[2], words[3]);
          }
        });
    return FlowSettings.defaults().withVariants(variants).withConnections(connections);
  }
}
