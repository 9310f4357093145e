package io.promptflow4j.core.run.export;

import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The files with something of each row, written row by row.
final class RowFiles implements AutoCloseable {

  private static final String NODE_RUNS = "detail.json.part";

  private final ExportFolder folder;
  private final Pictures pictures;
  private final Run run;
  private final List<String> outputNames;
  private final BufferedWriter inputs;
  private final BufferedWriter outputs;
  private final BufferedWriter completed;
  private final BufferedWriter detail;
  private final BufferedWriter nodeRuns;
  private boolean anyRow;
  private boolean anyNode;
  private Optional<RowResult> firstFailed = Optional.empty();

  /// @param outputNames the outputs of the flow, for rows that have none
  RowFiles(ExportFolder folder, Run run, List<String> outputNames) throws IOException {
    this.folder = folder;
    this.pictures = new Pictures(folder);
    this.run = run;
    this.outputNames = outputNames;
    this.inputs = folder.open("inputs.jsonl");
    this.outputs = folder.open("outputs.jsonl");
    this.completed = folder.open("flow_outputs/output.jsonl");
    this.detail = folder.open("detail.json");
    this.nodeRuns = folder.open(NODE_RUNS);
    detail.write("{\"flow_runs\": [");
  }

  void add(RowResult row) throws IOException {
    int repeats = run.plan().repeats();
    long number = row.key().line() * repeats + row.key().repeat();
    line(inputs, number, row.inputs());
    line(outputs, number, outputsOf(row));
    if (row.status() == RowResult.Status.COMPLETED) {
      line(completed, number, pictures.outOf(row.outputs(), "flow_outputs"));
    } else if (firstFailed.isEmpty()) {
      firstFailed = Optional.of(row);
    }
    records(new RowRecords(run.name(), row, number), number);
  }

  private Value.Mapping outputsOf(RowResult row) {
    if (row.status() == RowResult.Status.COMPLETED) {
      return row.outputs();
    }
    var nothing = new Entries();
    outputNames.forEach(nothing::putNull);
    return nothing.end();
  }

  private static void line(BufferedWriter out, long number, Value.Mapping columns)
      throws IOException {
    out.write(Json.write(new Entries().put("line_number", number).putAll(columns).end()));
    out.write('\n');
  }

  private void records(RowRecords records, long number) throws IOException {
    String digits = ExportFolder.nineDigits(number);
    folder.writeLine(
        "flow_artifacts/%s_%s.jsonl".formatted(digits, digits),
        pictures.outOf(records.line(), "flow_artifacts"));
    String logs = records.logs();
    if (!logs.isEmpty()) {
      folder.write("flow_logs/" + digits + ".log", logs);
    }
    anyRow = next(detail, anyRow, records.info());
    for (var node : records.nodes().entrySet()) {
      node(node.getKey(), digits, node.getValue());
    }
  }

  private void node(String name, String digits, Value.Mapping record) throws IOException {
    String place = "node_artifacts/" + ExportFolder.safe(name);
    folder.writeLine(place + "/" + digits + ".jsonl", pictures.outOf(record, place));
    anyNode = next(nodeRuns, anyNode, Entries.mapping(record, "run_info"));
  }

  private static boolean next(BufferedWriter out, boolean any, Value record) throws IOException {
    out.write(any ? ",\n" : "\n");
    out.write(Json.write(record));
    return true;
  }

  /// Adds what came after all rows, and finishes the files.
  ///
  /// @param aggregation nodes and traces of the aggregation; empty if there was none
  void end(Value.Mapping aggregation) throws IOException {
    Value.Mapping spans = new Entries().put("children", Entries.value(aggregation, "trace")).end();
    for (var node : Entries.mapping(aggregation, "nodes").entries().entrySet()) {
      if (node.getValue() instanceof Value.Mapping told) {
        String name = node.getKey();
        var record = new NodeRecord(run.name(), name, told, NodeRecord.span(spans, name));
        node(name, ExportFolder.nineDigits(0), record.ofAggregation());
      }
    }
    nodeRuns.close();
    detail.write("\n], \"node_runs\": [");
    folder.moveInto(detail, NODE_RUNS);
    detail.write("\n]}\n");
  }

  /// The failed row that comes first.
  Optional<RowResult> firstFailed() {
    return firstFailed;
  }

  @Override
  public void close() throws IOException {
    try (inputs;
        outputs;
        completed;
        detail;
        nodeRuns) {
      return; // closing them is all
    }
  }
}
