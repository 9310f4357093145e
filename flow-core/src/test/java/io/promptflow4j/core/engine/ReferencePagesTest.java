package io.promptflow4j.core.engine;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.definition.FlowKey;
import io.promptflow4j.core.definition.FlowPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Keeps the reference pages true: the tables of keys, and a section for each code.
class ReferencePagesTest {

  private static final Path PAGES = Path.of("..", "docs", "reference");
  private static final Path SOURCES = Path.of("src", "main");

  @Nested
  class TheFlowFile {

    private static final Pattern TABLE =
        Pattern.compile("<!-- keys: (\\w+) -->\n(.*?)<!-- end -->", Pattern.DOTALL);

    /// With `-Dgolden.update=true` the tables are written instead.
    @Test
    void itsTablesOfKeysAreThoseOfTheReader() throws IOException {
      assertThat(tables("prompty.md")).containsExactlyElementsOf(parts("prompty"));
      assertThat(tables("flex-flow.md")).containsExactlyElementsOf(parts("flex"));
      assertThat(tables("flow-file.md"))
          .containsExactlyInAnyOrderElementsOf(
              Stream.of(FlowPart.values())
                  .map(ReferencePagesTest::lower)
                  .filter(part -> !part.matches("(prompty|flex).*"))
                  .toList());
    }

    private static List<String> parts(String kind) {
      return Stream.of(FlowPart.values())
          .map(ReferencePagesTest::lower)
          .filter(part -> part.startsWith(kind))
          .sorted()
          .toList();
    }

    /// The parts that a page has tables of.
    private static List<String> tables(String name) throws IOException {
      Path page = PAGES.resolve(name);
      String text = Files.readString(page);

      String made =
          TABLE
              .matcher(text)
              .replaceAll(found ->
                  "<!-- keys: %s -->\n%s<!-- end -->"
                      .formatted(found.group(1), table(found.group(1)).replace("$", "\\$")));

      if (Boolean.getBoolean("golden.update")) {
        Files.writeString(page, made);
      } else {
        assertThat(text).isEqualTo(made);
      }
      return TABLE.matcher(text).results().map(found -> found.group(1)).sorted().toList();
    }

    private static String table(String part) {
      return FlowPart.valueOf(part.toUpperCase(Locale.ROOT)).keys().stream()
          .map(key -> "| `%s` | %s |\n".formatted(key.name(), meaning(key)))
          .collect(joining("", "| key | meaning |\n|---|---|\n", ""));
    }

    private static String meaning(FlowKey key) {
      String choices =
          key.choices().stream().map(choice -> "`" + choice + "`").collect(joining(", "));
      return choices.isEmpty() ? key.description() : key.description() + " One of " + choices + ".";
    }
  }

  @Nested
  class TheDiagnostics {

    /// Rooms that put findings about a flow's files into words.
    private static final List<String> ROOMS =
        List.of(
            "definition",
            "graph",
            "engine",
            "tool/java",
            "tool/unsupported",
            "model/catalog/file",
            "model/connection",
            "run/file",
            "deployment/file");

    /// Texts with a dash in those rooms that are no codes.
    private static final Set<String> OTHER_TEXTS =
        Set.of(
            "bad-connection", // a code of calls, which may become a warning
            "site-packages",
            "openai-vision",
            "missing-key",
            "java-tool-",
            "flow-code",
            "my-key",
            "secret-tool",
            "find-generic-password",
            "delete-generic-password",
            "no-such-version", // of endpoints, which tell of one mistake at a time
            "deployment-exists",
            "no-such-deployment",
            "nothing-to-undo",
            "canary-runs",
            "bad-canary",
            "no-such-canary");

    /// Codes that a corpus of flow folders can't hold: they need another machine, a huge folder, or
    /// are about connection files, catalog files or runs.
    private static final Set<String> WITHOUT_A_FOLDER =
        Set.of(
            "absent-name", // said by the check of a folder tree, as the next three
            "always-raises",
            "missing-package",
            "undefined-name",
            "no-python",
            "no-java-compiler",
            "java-file",
            "include-too-large",
            "connection-file",
            "unknown-connection-type",
            "connection-field",
            "unknown-field",
            "bad-name",
            "bad-recording",
            "bad-address",
            "secret-file",
            "env-line",
            "empty-env-file",
            "catalog-unknown-key",
            "catalog-missing-key",
            "catalog-shape",
            "catalog-value",
            "catalog-duplicate",
            "catalog-unknown-model",
            "catalog-price-period",
            "missing-data",
            "bad-setting",
            "no-such-run",
            "run-not-completed",
            "flow-changed",
            "data-changed",
            "unpriced-model",
            "missing-flow",
            "unsupported-key",
            "plain-secret");

    private static final Pattern LITERAL = Pattern.compile("[\"']([a-z]+(?:-[a-z0-9]+)*)[\"']");

    @Test
    void eachCodeOfTheSourcesHasASection() throws IOException {
      Set<String> found = new TreeSet<>();
      for (String room : ROOMS) {
        found.addAll(
            literals(SOURCES.resolve("java/io/promptflow4j/core").resolve(room)).stream()
                .filter(text -> text.contains("-"))
                .toList());
      }
      found.removeAll(OTHER_TEXTS);

      assertThat(documented()).containsAll(found);
    }

    @Test
    void eachSectionIsAboutACodeOfTheSources() throws IOException {
      assertThat(literals(SOURCES)).containsAll(documented());
    }

    @Test
    void eachCodeHasAFolderInTheCorpus() throws IOException {
      Set<String> expected = new TreeSet<>(documented());
      expected.removeAll(WITHOUT_A_FOLDER);

      assertThat(folders()).containsExactlyElementsOf(expected);
    }

    @Test
    void eachFindingOfTheCorpusIsDocumented() throws IOException {
      Pattern finding = Pattern.compile("(?m)^.*?: (?:error|warning|hint)\\[([a-z-]+)]: ");
      Set<String> found = new TreeSet<>();
      for (Path file : files(Path.of("src", "test", "resources", "flows"), "expected.txt")) {
        finding.matcher(Files.readString(file)).results().forEach(one -> found.add(one.group(1)));
      }

      assertThat(found).isNotEmpty();
      assertThat(documented()).containsAll(found);
    }

    private static Set<String> documented() throws IOException {
      return Pattern.compile("(?m)^### `([a-z0-9-]+)`$")
          .matcher(Files.readString(PAGES.resolve("diagnostics.md")))
          .results()
          .map(found -> found.group(1))
          .collect(toCollection(TreeSet::new));
    }

    private static Set<String> folders() throws IOException {
      return CorpusCase.names("invalid", 1).stream()
          .map(name -> Path.of(name).getFileName().toString())
          .collect(toCollection(TreeSet::new));
    }

    private static Set<String> literals(Path folder) throws IOException {
      Set<String> found = new TreeSet<>();
      for (Path file : files(folder, "")) {
        if (file.toString().matches(".*\\.(java|py)")) {
          LITERAL
              .matcher(Files.readString(file))
              .results()
              .map(MatchResult::group)
              .forEach(text -> found.add(text.substring(1, text.length() - 1)));
        }
      }
      return found;
    }

    private static List<Path> files(Path folder, String end) throws IOException {
      try (Stream<Path> files = Files.walk(folder)) {
        return files
            .filter(Files::isRegularFile)
            .filter(file -> file.toString().endsWith(end))
            .toList();
      }
    }
  }

  private static String lower(FlowPart part) {
    return part.name().toLowerCase(Locale.ROOT);
  }
}
