package io.promptflow4j.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.run.InMemoryRunStore;
import io.promptflow4j.core.run.RowKey;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunPlan.OnError;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.RunStore.RowFilter;
import io.promptflow4j.core.run.progress.RunListener;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RunFactsTest {

  private static final String FLOW =
      """
      inputs:
        text: {type: string}
        weight: {type: double, default: 1}
      outputs:
        loud: {type: string, reference: '${shout.output}'}
        longest: {type: int, reference: '${longest.output}'}
      nodes:
      - {name: shout, type: java, source: {type: code, path: Shout.java},
         inputs: {text: '${inputs.text}', weight: '${inputs.weight}'}}
      - {name: longest, type: java, source: {type: code, path: Longest.java}, aggregation: true,
         inputs: {texts: '${shout.output}'}}
      """;

  private static final String SHOUT =
      """
      public class Shout {
        public static String shout(String text, double weight) {
          if (text.equals("fails")) {
            throw new IllegalArgumentException("this one fails");
          }
          return text.toUpperCase();
        }
      }
      """;

  private static final String LONGEST =
      """
      import io.promptflow4j.core.tool.ToolContext;
      import java.util.List;

      public class Longest {
        public static int longest(List<String> texts, ToolContext context) {
          context.metric("texts", Integer.valueOf(texts.size()).doubleValue());
          return texts.stream().mapToInt(String::length).max().orElse(0);
        }
      }
      """;

  @TempDir Path folder;
  private final InMemoryRunStore store = new InMemoryRunStore();
  private final FlowRuns runs = new FlowRuns(store, RunHost.ofProcess().withEnvironment(Map.of()));

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(folder.resolve("flow"));
    file("flow/flow.dag.yaml", FLOW);
    file("flow/Shout.java", SHOUT);
    file("flow/Longest.java", LONGEST);
    data("one", "three", "two");
  }

  private void file(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private void data(String... texts) throws IOException {
    Files.write(
        folder.resolve("data.jsonl"),
        List.of(texts).stream().map("{\"text\": \"%s\"}"::formatted).toList());
  }

  private RunSpec spec() {
    return RunSpec.of(folder.resolve("flow").toString())
        .withData(DataSource.of(folder.resolve("data.jsonl").toString()));
  }

  private List<RowResult> rows(Run run) {
    try (var rows = store.rows(run.name(), RowFilter.ALL)) {
      return rows.toList();
    }
  }

  @Nested
  class Metrics {

    @Test
    void ofAJavaNodeReachTheRun() {
      Run run = runs.run(spec(), RunListener.SILENT);

      assertThat(run.progress().metrics().entries()).containsEntry("texts", Value.of(3.0));
    }

    @Test
    void ofAPythonNodeReachTheRun() throws IOException {
      file(
          "grades.jsonl",
          """
          {"prediction": "a", "groundtruth": "a"}
          {"prediction": "a", "groundtruth": "b"}
          """);

      Run run =
          runs.run(
              RunSpec.of(Path.of("..", "samples", "evaluation").toString())
                  .withData(DataSource.of(folder.resolve("grades.jsonl").toString())),
              RunListener.SILENT);

      assertThat(run.progress().metrics().entries())
          .containsEntry("accuracy", Value.of(0.5))
          .containsEntry("rows", Value.of(2));
    }

    @Test
    void areAlsoNumbersThatTheFlowFileGivesOutOfAnAggregationNode() {
      Run run = runs.run(spec(), RunListener.SILENT);

      assertThat(run.progress().metrics().entries()).containsEntry("longest", Value.of(5));
      assertThat(rows(run))
          .allSatisfy(row -> assertThat(row.outputs().entries()).containsOnlyKeys("loud"));
    }
  }

  @Nested
  class Rows {

    @Test
    void thatFailKeepErrorAndTraceAndTheRunSaysHowMany() throws IOException {
      data("one", "fails", "two");

      Run run = runs.run(spec(), RunListener.SILENT);

      RowResult failed = rows(run).get(1);
      assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(run.progress().error().orElseThrow()).startsWith("1 of 3 rows failed");
      assertThat(failed.error().orElseThrow().node()).contains("shout");
      assertThat(failed.error().orElseThrow().message()).contains("this one fails");
      assertThat(failed.detail().entries()).containsKeys("nodes", "trace");
    }

    @Test
    void thatFailEndTheRunIfThatIsWanted() throws IOException {
      data("fails", "one", "two");

      Run run = runs.run(spec().withOnError(OnError.FAIL).withConcurrency(1), RunListener.SILENT);

      assertThat(run.status()).isEqualTo(RunStatus.FAILED);
      assertThat(rows(run)).hasSizeLessThan(3);
    }

    @Test
    void thatAreRepeatedAreClustersOfOneLine() {
      Run run = runs.run(spec().withRepeats(3), RunListener.SILENT);

      assertThat(rows(run))
          .extracting(RowResult::key)
          .hasSize(9)
          .startsWith(new RowKey(0, 0), new RowKey(0, 1), new RowKey(0, 2), new RowKey(1, 0));
    }
  }

  @Nested
  class Mistakes {

    private List<String> found(RunSpec spec) {
      var refused =
          catchThrowableOfType(RunRefusedException.class, () -> runs.run(spec, RunListener.SILENT));
      return refused.diagnostics().stream()
          .filter(Diagnostic::isError)
          .map(found -> found.place().line() + " " + found.code())
          .toList();
    }

    @Test
    void ofAllKindsOfRowsComeAtOnceWithTheirLines() throws IOException {
      file(
          "data.jsonl",
          """
          {"text": "one"}
          {"txt": "two"}
          {"text": "three", "weight": "heavy"}
          """);

      assertThat(found(spec())).containsExactly("2 missing-value", "3 wrong-type");
    }

    @Test
    void rowsWithTheSameIdAreNamed() throws IOException {
      data("one", "two", "one");

      assertThat(found(spec().withSettings(Value.of(Map.of("id", Value.of("text"))))))
          .containsExactly("3 duplicate-id");
    }

    @Test
    void dataWithoutRowsAreNoData() throws IOException {
      file("data.jsonl", "");

      assertThat(found(spec())).hasSize(1);
    }
  }
}
