package io.promptflow4j.core.run.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.engine.FlowRuns;
import io.promptflow4j.core.engine.RunHost;
import io.promptflow4j.core.engine.RunSpec;
import io.promptflow4j.core.run.InMemoryRunStore;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.progress.RunListener;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The expected names and keys are those of run folders that prompt flow 1.6 wrote and that stand
/// in its own repository under `src/promptflow/tests/test_configs/runs`.
@Timeout(120)
class RunExportTest {

  private static final String FLOW =
      """
      inputs:
        question: {type: string}
      outputs:
        answer: {type: string, reference: '${ask.output}'}
      nodes:
      - {name: ask, type: llm, source: {type: code, path: ask.jinja2}, api: chat, connection: lab,
         inputs: {model: m, question: '${inputs.question}'}}
      - {name: tally, type: java, source: {type: code, path: Tally.java}, aggregation: true,
         inputs: {answers: '${ask.output}'}}
      """;

  private static final String TALLY =
      """
      import io.promptflow4j.core.tool.ToolContext;
      import java.util.List;

      public class Tally {
        public static int tally(List<String> answers, ToolContext context) {
          context.log("counting");
          context.metric("answers", answers.size());
          return answers.size();
        }
      }
      """;

  @TempDir Path folder;
  private final InMemoryRunStore store = new InMemoryRunStore();
  private final FlowRuns runs = new FlowRuns(store, RunHost.ofProcess().withEnvironment(Map.of()));
  private Path flow;

  @BeforeEach
  void write() throws IOException {
    flow = Files.createDirectories(folder.resolve("my-flow"));
    Files.writeString(flow.resolve("flow.dag.yaml"), FLOW);
    Files.writeString(flow.resolve("Tally.java"), TALLY);
    Files.writeString(flow.resolve("ask.jinja2"), "# user:\n{{question}}");
    Files.writeString(
        flow.resolve("scripted.yaml"),
        "rules:\n- {last: fails, fault: bad-request}\ndefault: 'answer to {{ last }}'\n");
    Files.writeString(
        folder.resolve("data.jsonl"),
        """
        {"question": "one"}
        {"question": "fails"}
        {"question": "two"}
        """);
  }

  private RunSpec spec() {
    return RunSpec.of(flow.toString())
        .withName(new RunName("base"))
        .withData(DataSource.of(folder.resolve("data.jsonl").toString()));
  }

  private Path exported(RunSpec spec) throws IOException {
    Run run = runs.run(spec, RunListener.SILENT);
    Path target = folder.resolve("exported");
    RunExport.write(store, run.name(), target);
    return target;
  }

  private static List<String> files(Path target) throws IOException {
    try (Stream<Path> files = Files.walk(target)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> target.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private static Value.Mapping json(Path file) throws IOException {
    return (Value.Mapping) Json.read(Files.readString(file));
  }

  @Test
  void itHasTheFilesThatPromptFlowWrites() throws IOException {
    assertThat(files(exported(spec())))
        .containsExactly(
            "detail.json",
            "error.json",
            "flow_artifacts/000000000_000000000.jsonl",
            "flow_artifacts/000000001_000000001.jsonl",
            "flow_artifacts/000000002_000000002.jsonl",
            "flow_outputs/output.jsonl",
            "inputs.jsonl",
            "logs.txt",
            "meta.json",
            "metrics.json",
            "node_artifacts/ask/000000000.jsonl",
            "node_artifacts/ask/000000001.jsonl",
            "node_artifacts/ask/000000002.jsonl",
            "node_artifacts/tally/000000000.jsonl",
            "outputs.jsonl",
            "snapshot/Tally.java",
            "snapshot/ask.jinja2",
            "snapshot/flow.dag.yaml",
            "snapshot/scripted.yaml");
  }

  @Test
  void rowsBearTheirLineNumbersAndOnlyCompletedOnesAreFlowOutputs() throws IOException {
    Path target = exported(spec());

    assertThat(Files.readAllLines(target.resolve("inputs.jsonl")))
        .containsExactly(
            "{\"line_number\":0,\"question\":\"one\"}",
            "{\"line_number\":1,\"question\":\"fails\"}",
            "{\"line_number\":2,\"question\":\"two\"}");
    assertThat(Files.readAllLines(target.resolve("outputs.jsonl")))
        .containsExactly(
            "{\"line_number\":0,\"answer\":\"answer to one\"}",
            "{\"line_number\":1,\"answer\":null}",
            "{\"line_number\":2,\"answer\":\"answer to two\"}");
    assertThat(Files.readAllLines(target.resolve("flow_outputs/output.jsonl")))
        .containsExactly(
            "{\"line_number\":0,\"answer\":\"answer to one\"}",
            "{\"line_number\":2,\"answer\":\"answer to two\"}");
    assertThat(Files.readString(target.resolve("metrics.json"))).isEqualTo("{\"answers\":2.0}");
    assertThat(Files.readString(target.resolve("meta.json"))).isEqualTo("{\"batch_size\": 1}");
    assertThat(Files.readString(target.resolve("snapshot/flow.dag.yaml"))).isEqualTo(FLOW);
  }

  @Test
  void aLineRecordHasThePartsThatPromptFlowReads() throws IOException {
    Path target = exported(spec());

    Value.Mapping line = json(target.resolve("flow_artifacts/000000002_000000002.jsonl"));
    assertThat(line.entries())
        .containsOnlyKeys(
            "line_number",
            "run_info",
            "start_time",
            "end_time",
            "name",
            "description",
            "status",
            "tags");
    Value.Mapping info = Entries.mapping(line, "run_info");
    assertThat(info.entries().keySet())
        .contains(
            "run_id",
            "status",
            "error",
            "inputs",
            "output",
            "metrics",
            "request",
            "parent_run_id",
            "root_run_id",
            "source_run_id",
            "flow_id",
            "start_time",
            "end_time",
            "index",
            "api_calls",
            "variant_id",
            "name",
            "description",
            "tags",
            "system_metrics",
            "result",
            "upload_metrics");
    assertThat(info.get("run_id")).isEqualTo(Value.of("base_2"));
    assertThat(info.get("output")).isEqualTo(Json.read("{\"answer\": \"answer to two\"}"));
    assertThat(Entries.text(line, "start_time")).doesNotEndWith("Z");
    Value.Mapping call = CallRecords.children(asChildren(info)).getFirst();
    assertThat(call.get("type")).isEqualTo(Value.of("Flow"));
    assertThat(CallRecords.children(call).getFirst().get("node_name")).isEqualTo(Value.of("ask"));
    assertThat(call.get("start_time")).isInstanceOf(Value.Decimal.class);
  }

  private static Value.Mapping asChildren(Value.Mapping info) {
    return new Entries().put("children", Entries.value(info, "api_calls")).end();
  }

  @Test
  void aFailedLineKeepsItsErrorAndTheRunTellsTheFirst() throws IOException {
    Path target = exported(spec());

    Value.Mapping line = json(target.resolve("flow_artifacts/000000001_000000001.jsonl"));
    Value.Mapping info = Entries.mapping(line, "run_info");
    assertThat(line.get("status")).isEqualTo(Value.of("Failed"));
    assertThat(Entries.mapping(info, "error").entries().keySet())
        .contains("message", "messageFormat", "messageParameters", "code", "innerError");
    assertThat(info.get("output")).isEqualTo(Value.Null.NULL);
    assertThat(Entries.text(json(target.resolve("error.json")), "message"))
        .startsWith("Failed to run 1/3 lines. First error message is: ");
  }

  @Test
  void aCallHasTheSameIdInTheRecordsOfItsRowAndOfItsNode() throws IOException {
    Path target = exported(spec());

    Value.Mapping row = json(target.resolve("flow_artifacts/000000000_000000000.jsonl"));
    Value.Mapping node = json(target.resolve("node_artifacts/ask/000000000.jsonl"));
    Value.Mapping flow =
        CallRecords.children(asChildren(Entries.mapping(row, "run_info"))).getFirst();
    Value.Mapping call = CallRecords.children(flow).getFirst();
    assertThat(Entries.text(call, "id")).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    assertThat(call.get("parent_id")).isEqualTo(Value.of(""));
    assertThat(CallRecords.children(asChildren(Entries.mapping(node, "run_info"))).getFirst())
        .isEqualTo(call);
    assertThat(CallRecords.children(call))
        .allSatisfy(inner -> assertThat(inner.get("parent_id")).isEqualTo(call.get("id")));
  }

  @Test
  void nodesHaveRecordsAndAnAggregationNodeOne() throws IOException {
    Path target = exported(spec());

    Value.Mapping node = json(target.resolve("node_artifacts/ask/000000000.jsonl"));
    Value.Mapping info = Entries.mapping(node, "run_info");
    assertThat(node.get("NodeName")).isEqualTo(Value.of("ask"));
    assertThat(info.get("run_id")).isEqualTo(Value.of("base_ask_0"));
    assertThat(info.get("parent_run_id")).isEqualTo(Value.of("base_0"));
    assertThat(info.get("output")).isEqualTo(Value.of("answer to one"));
    assertThat(Entries.mapping(info, "system_metrics").entries())
        .containsKeys("duration", "total_tokens");
    Value.Mapping tally = json(target.resolve("node_artifacts/tally/000000000.jsonl"));
    assertThat(tally.get("line_number")).isEqualTo(Value.Null.NULL);
    Value.Mapping reduced = Entries.mapping(tally, "run_info");
    assertThat(reduced.get("run_id")).isEqualTo(Value.of("base_tally_reduce"));
    assertThat(Entries.mapping(reduced, "logs").get("stdout")).isEqualTo(Value.of("counting"));
    assertThat(Entries.mapping(reduced, "inputs").get("answers"))
        .isEqualTo(Json.read("[\"answer to one\", \"answer to two\"]"));
  }

  @Test
  void theDetailHoldsAllRecords() throws IOException {
    Value.Mapping detail = json(exported(spec()).resolve("detail.json"));

    assertThat(((Value.Sequence) Entries.value(detail, "flow_runs")).items()).hasSize(3);
    assertThat(((Value.Sequence) Entries.value(detail, "node_runs")).items()).hasSize(4);
  }

  @Test
  void theLogIsInPromptFlowsForm() throws IOException {
    assertThat(Files.readAllLines(exported(spec()).resolve("logs.txt")))
        .isNotEmpty()
        .allMatch(line ->
            line.matches(
                "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d [+-]\\d{4} +\\d+ execution\\.bulk +"
                    + "(INFO|WARNING|ERROR) +\\S.*"));
  }

  @Test
  void repeatedRowsGetLineNumbersOfTheirOwn() throws IOException {
    Path target = exported(spec().withRepeats(2));

    assertThat(Files.readAllLines(target.resolve("inputs.jsonl")))
        .extracting(line -> ((Value.Mapping) Json.read(line)).get("line_number"))
        .containsExactlyElementsOf(Stream.of(0, 1, 2, 3, 4, 5).map(Value::of).toList());
  }

  @Test
  void nothingIsOverwritten() throws IOException {
    Path target = exported(spec());

    assertThatThrownBy(() -> RunExport.write(store, new RunName("base"), target))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not empty");
    assertThatThrownBy(
            () -> RunExport.write(store, new RunName("other"), folder.resolve("elsewhere")))
        .isInstanceOf(RunStoreException.NoSuchRun.class);
  }

  @Test
  void namesThatAreNoFileNamesStayInTheFolder() {
    assertThat(ExportFolder.safe("../a:b")).isEqualTo(".._a_b");
    assertThat(ExportFolder.safe("..")).isEqualTo("_..");
    assertThat(ExportFolder.safe("plain name")).isEqualTo("plain name");
  }
}
