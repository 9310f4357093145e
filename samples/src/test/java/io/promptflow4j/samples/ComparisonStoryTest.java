package io.promptflow4j.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.Pf;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs the comparison that the sample `web-classification` tells of: one command, offline.
@Timeout(300)
class ComparisonStoryTest {

  @TempDir private Path place;

  @Test
  void twoVariantsOnAHundredRowsEndInAVerdictAndAReport() throws IOException {
    Path report = place.resolve("report.html");
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();

    int exit =
        Pf.run(
            new String[] {
              "compare",
              "--flow",
              ".",
              "--data",
              "rows.jsonl",
              "--evaluator",
              "evaluators/accuracy",
              "evaluators/evidence",
              "--by",
              "answer",
              "--fail-if-worse",
              "--output",
              "html=" + report
            },
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            surroundings(),
            Path.of("web-classification").toAbsolutePath());

    assertThat(err.toString(StandardCharsets.UTF_8)).doesNotContain("error");
    assertThat(exit).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("0.78", "0.92", "22/70/8")
        .contains("points is better than sentence in accuracy (+0.14), evidence_quality (+0.33).");
    assertThat(Files.size(report)).isGreaterThan(100_000);
  }

  /// A workspace, connections and caches of the test's own.
  private Map<String, String> surroundings() {
    return Map.of(
        "PATH", String.valueOf(System.getenv("PATH")),
        "PF_WORKSPACE", place.resolve("workspace").toString(),
        "PF_HOME_DIRECTORY", place.resolve("home").toString(),
        "XDG_CACHE_HOME", place.resolve("cache").toString());
  }
}
