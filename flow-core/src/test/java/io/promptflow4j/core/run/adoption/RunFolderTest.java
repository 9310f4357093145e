package io.promptflow4j.core.run.adoption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptflow4j.core.dataset.DataException;
import io.promptflow4j.core.run.RowKey;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStore.RowFilter;
import io.promptflow4j.core.run.export.RunExport;
import io.promptflow4j.core.run.store.RunStores;
import io.promptflow4j.core.run.store.StoreAddress;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The folders have the shape of those that prompt flow 1.6 wrote and that stand in its repository
/// under `src/promptflow/tests/test_configs/runs`.
class RunFolderTest {

  private static final String RECORD =
      """
      {"line_number": %d, "run_info": {"run_id": "old_%1$d", "status": "%s", "error": %s,\
       "inputs": {"question": "q%1$d", "line_number": %1$d}, "output": %s,\
       "start_time": "2024-02-08T07:24:3%1$d.834273Z", "end_time": "2024-02-08T07:24:3%1$d.934273Z",\
       "index": %1$d, "system_metrics": {"duration": 0.1, "prompt_tokens": 7,\
       "completion_tokens": 2, "total_tokens": 9}}, "status": "%2$s"}
      """;

  @TempDir Path folder;

  private RunStore store;
  private Path old;

  @BeforeEach
  void open() {
    store = RunStores.open(new StoreAddress.Sqlite(folder.resolve("runs.sqlite")));
    old = folder.resolve("old");
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void write(String file, String text) throws IOException {
    Path path = old.resolve(file);
    Files.createDirectories(path.resolveSibling("."));
    Files.writeString(path, text);
  }

  private void local() throws IOException {
    write("metrics.json", "{\"accuracy\": 0.5, \"spread\": NaN}");
    write("snapshot/flow.dag.yaml", "inputs: {}\n");
    write(
        "flow_artifacts/000000000_000000001.jsonl",
        RECORD.formatted(0, "Completed", "null", "{\"answer\": \"a0\"}")
            + RECORD.formatted(1, "Failed", "{\"message\": \"no answer\"}", "null"));
    write(
        "flow_artifacts/000000002_000000002.jsonl",
        RECORD.formatted(2, "Completed", "null", "{\"answer\": \"a2\"}"));
  }

  private Run adopted() {
    RunFolder found = RunFolder.open(old);
    return found.adopt(store, found.name(), found.labels());
  }

  private List<RowResult> rows(Run run) {
    try (var rows = store.rows(run.name(), RowFilter.ALL)) {
      return rows.toList();
    }
  }

  @Test
  void aLocalRunKeepsRowsTokensTimesAndMetrics() throws IOException {
    local();

    Run run = adopted();

    assertThat(run.name()).isEqualTo(new RunName("old"));
    assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(run.progress().completed()).isEqualTo(2);
    assertThat(run.progress().failed()).isEqualTo(1);
    assertThat(run.progress().usage().total()).isEqualTo(27);
    assertThat(run.progress().calls()).as("nothing was called here").isZero();
    assertThat(Json.write(run.progress().metrics())).isEqualTo("{\"accuracy\":0.5,\"spread\":NaN}");
    assertThat(Duration.between(run.started().orElseThrow(), run.ended().orElseThrow()))
        .isEqualTo(Duration.ofMillis(2_100));
    assertThat(store.snapshot(run.name())).hasSize(1);
    assertThat(rows(run))
        .extracting(row -> Json.write(row.inputs()) + " " + Json.write(row.outputs()))
        .containsExactly(
            "{\"question\":\"q0\"} {\"answer\":\"a0\"}",
            "{\"question\":\"q1\"} {}",
            "{\"question\":\"q2\"} {\"answer\":\"a2\"}");
    assertThat(rows(run).get(1).error().orElseThrow().message()).isEqualTo("no answer");
  }

  @Test
  void aRunDownloadedFromTheCloudKeepsItsNameLabelsAndStatus() throws IOException {
    local();
    write(
        "run_metadata.json",
        """
        {"name": "cloud_run", "display_name": "In the cloud", "description": "first try",
         "tags": {"team": "search"}, "status": "Failed", "created_on": "2024-02-08 07:20:00",
         "start_time": "2024-02-08T07:24:00.5+00:00", "end_time": "2024-02-08T07:25:00+00:00"}
        """);

    Run run = adopted();

    assertThat(run.name()).isEqualTo(new RunName("cloud_run"));
    assertThat(run.labels().displayName()).isEqualTo("In the cloud");
    assertThat(run.labels().tags()).containsEntry("team", "search");
    assertThat(run.status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.created()).isEqualTo(Instant.parse("2024-02-08T07:20:00Z"));
    assertThat(run.started()).contains(Instant.parse("2024-02-08T07:24:00.500Z"));
  }

  @Test
  void anOldFolderHasInputsAndOutputsAlone() throws IOException {
    write(
        "inputs.jsonl",
        "{\"question\":\"one\",\"line_number\":0}\n{\"question\":\"two\",\"line_number\":1}\n");
    write("outputs.jsonl", "{\"line_number\":0,\"answer\":\"1\"}\n");

    List<RowResult> rows = rows(adopted());

    assertThat(rows).extracting(RowResult::key).containsExactly(new RowKey(0, 0), new RowKey(1, 0));
    assertThat(rows.getFirst().outputs().get("answer")).isEqualTo(Value.of("1"));
    assertThat(rows.get(1).status()).isEqualTo(RowResult.Status.FAILED);
  }

  private static final String CALL =
      """
      {"name": "%s", "type": "%s", "inputs": {"question": "q0"}, "output": "a0",\
       "start_time": 1707377070.5, "end_time": 1707377070.75, "error": null, "children": [%s],\
       "node_name": "ask", "system_metrics": {"total_tokens": 9}}\
      """;

  private static final String NODE =
      """
      {"NodeName": "%1$s", "line_number": %2$s, "run_info": {"node": "%1$s", "index": %2$s,\
       "status": "Completed", "inputs": {"question": "q0"}, "output": "a0", "error": null,\
       "start_time": "2024-02-08T07:24:30.500000Z", "end_time": "2024-02-08T07:24:30.750000Z",\
       "api_calls": %3$s, "logs": {"stdout": "asked\\nanswered\\n", "stderr": ""}}}
      """;

  private String detail(Run run) {
    return Json.write(store.row(run.name(), new RowKey(0, 0)).orElseThrow().detail());
  }

  @Test
  void nodesAndCallsOfARowBecomeItsTrace() throws IOException {
    String call = CALL.formatted("AzureOpenAI.chat", "Tool", CALL.formatted("create", "LLM", ""));
    String flow = "{\"name\": \"flow\", \"type\": \"Flow\", \"children\": [" + call + "]}";
    write(
        "flow_artifacts/000000000_000000000.jsonl",
        RECORD
            .formatted(0, "Completed", "null", "{\"answer\": \"a0\"}")
            .replace("\"index\"", "\"api_calls\": [" + flow + "], \"index\""));
    write("node_artifacts/ask/000000000.jsonl", NODE.formatted("ask", 0, "[" + call + "]"));
    write("node_artifacts/grade/000000000.jsonl", NODE.formatted("grade", "null", "[]"));

    Run run = adopted();

    assertThat(detail(run))
        .contains(
            "\"nodes\":{\"ask\":{\"status\":\"Completed\",\"output\":\"a0\"",
            "\"logs\":[\"asked\",\"answered\"]",
            "\"trace\":{\"name\":\"flow\",\"type\":\"Flow\",\"start_time\":\"2024-02-08T07:24:30.834273Z\"",
            "\"inputs\":{\"question\":\"q0\"},\"output\":{\"answer\":\"a0\"}",
            "\"children\":[{\"name\":\"ask\",\"type\":\"Tool\",\"start_time\":\"2024-02-08T07:24:30.500Z\"",
            "\"children\":[{\"name\":\"create\",\"type\":\"LLM\"",
            "\"total_tokens\":9")
        .doesNotContain("grade");
    assertThat(store.artefacts(run.name()))
        .singleElement()
        .satisfies(kept ->
            assertThat(store.content(kept.content()).orElseThrow())
                .asString()
                .contains("\"nodes\":{\"grade\":", "\"trace\":[{\"name\":\"grade\""));
  }

  @Test
  void anOlderFolderListsTheCallsOfNodesAlone() throws IOException {
    write(
        "flow_artifacts/000000000_000000000.jsonl",
        RECORD
            .formatted(0, "Completed", "null", "{\"answer\": \"a0\"}")
            .replace(
                "\"index\"",
                "\"api_calls\": [" + CALL.formatted("ask", "Tool", "") + "], \"index\""));

    assertThat(detail(adopted())).contains("\"children\":[{\"name\":\"ask\",\"type\":\"Tool\"");
  }

  @Test
  void recordsOfNodesStandInForCalls() throws IOException {
    write("inputs.jsonl", "{\"question\":\"one\",\"line_number\":0}\n");
    write("node_artifacts/ask/000000000.jsonl", NODE.formatted("ask", 0, "[]"));

    assertThat(detail(adopted()))
        .contains(
            "\"children\":[{\"name\":\"ask\",\"type\":\"Tool\",\"start_time\":\"2024-02-08T07:24:30.500Z\"");
  }

  @Test
  void picturesBecomeFilesAndComeBack() throws IOException {
    String picture = "{\"data:image/png;base64\": \"aGVsbG8=\"}";
    write(
        "flow_artifacts/000000000_000000000.jsonl",
        RECORD.formatted(0, "Completed", "null", "{\"seen\": [" + picture + "]}"));
    Run first = adopted();
    Path exported = folder.resolve("exported");
    RunExport.write(store, first.name(), exported);

    String line = Files.readString(exported.resolve("flow_outputs/output.jsonl"));
    RunFolder found = RunFolder.open(exported);
    Run again = found.adopt(store, new RunName("again"), found.labels());

    assertThat(line)
        .matches("\\{\"line_number\":0,\"seen\":\\[\\{\"data:image/png;path\":\"\\w+\\.png\"}]}\n");
    String name = line.replaceAll("(?s).*\"(\\w+\\.png)\".*", "$1");
    assertThat(exported.resolve("flow_outputs").resolve(name)).hasContent("hello");
    assertThat(exported.resolve("flow_artifacts").resolve(name)).hasContent("hello");
    assertThat(rows(again).getFirst().outputs()).isEqualTo(rows(first).getFirst().outputs());
  }

  @Test
  void whatWasExportedComesBack() throws IOException {
    local();
    Run first = adopted();
    Path exported = folder.resolve("exported");
    RunExport.write(store, first.name(), exported);

    RunFolder found = RunFolder.open(exported);
    Run again = found.adopt(store, new RunName("again"), found.labels());

    assertThat(rows(again))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("error")
        .isEqualTo(rows(first));
  }

  @Test
  void aDamagedFolderLeavesNothing() throws IOException {
    local();
    write("flow_artifacts/000000003_000000003.jsonl", "{\"line_number\": 3, \"run_");

    assertThatThrownBy(this::adopted)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("000000003_000000003.jsonl' is damaged");

    assertThat(store.find(new RunName("old"))).isEmpty();
  }

  @Test
  void anyOtherFolderIsRefused() {
    assertThatThrownBy(() -> RunFolder.open(folder))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("is no run folder", "pfazure run download");
  }
}
