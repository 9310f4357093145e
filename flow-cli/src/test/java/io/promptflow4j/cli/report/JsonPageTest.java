package io.promptflow4j.cli.report;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Keeps `docs/reference/json.md` true: every code that a program can meet is on it.
class JsonPageTest {

  private static final Path CORE = Path.of("..", "flow-core/src/main/java/io/promptflow4j/core");
  private static final Path VERBS = Path.of("src/main/java/io/promptflow4j/cli");

  /// Where errors of calls and runs are made.
  private static final List<Path> SOURCES =
      List.of(
          VERBS.resolve("Failures.java"),
          VERBS.resolve("chat"),
          VERBS.resolve("connection"),
          VERBS.resolve("flow"),
          VERBS.resolve("report/ErrorJson.java"),
          VERBS.resolve("report/ResultJson.java"),
          CORE.resolve("execution"),
          CORE.resolve("model/ParameterReading.java"),
          CORE.resolve("model/provider"),
          CORE.resolve("model/scripted"),
          CORE.resolve("model/connection/SecretReference.java"),
          CORE.resolve("template/chat/ChatMistakes.java"));

  /// Texts with a dash that are no codes.
  private static final Set<String> OTHER_TEXTS =
      Set.of(
          "anthropic-version",
          "api-key",
          "api-version",
          "content-length",
          "content-type",
          "given-up",
          "key-ring",
          "retry-after",
          "retry-after-ms",
          "rotate-key",
          "unknown-key",
          "x-amz-date",
          "x-amz-security-token",
          "x-api-key",
          "x-goog-api-key",
          "x-should-retry");

  private static final Pattern DASHED = Pattern.compile("\"([a-z]+(?:-[a-z]+)+)\"");

  /// A code of one word is the first argument of what makes an error.
  private static final Pattern WORD =
      Pattern.compile(
          "(?:Failure\\(\\s*node.name\\(\\),\\s*|Failure\\(|(?:Exception|passing|failure)\\()\\s*\"([a-z]+)\"");

  /// In a switch that chooses the code.
  private static final Pattern ARM = Pattern.compile("-> \"([a-z-]+)\";");

  @Test
  void everyCodeOfTheSourcesIsOnThePage() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "reference", "json.md"));
    Set<String> documented =
        Pattern.compile("`([a-z-]+)`")
            .matcher(page.substring(page.indexOf("## Codes")))
            .results()
            .map(found -> found.group(1))
            .collect(toCollection(TreeSet::new));

    Set<String> codes = codes();

    assertThat(codes).contains("tool-failed", "unauthorized", "usage", "canceled", "no-chat");
    assertThat(documented).containsAll(codes);
  }

  private static Set<String> codes() throws IOException {
    Set<String> found = new TreeSet<>();
    for (Path source : SOURCES) {
      try (Stream<Path> files = Files.walk(source)) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          String text = Files.readString(file);
          DASHED.matcher(text).results().forEach(one -> found.add(one.group(1)));
          WORD.matcher(text).results().forEach(one -> found.add(one.group(1)));
          if (file.endsWith("Failures.java")) {
            ARM.matcher(text).results().forEach(one -> found.add(one.group(1)));
          }
        }
      }
    }
    found.removeAll(OTHER_TEXTS);
    return found;
  }
}
