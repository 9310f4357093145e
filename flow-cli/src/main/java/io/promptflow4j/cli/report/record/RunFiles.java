package io.promptflow4j.cli.report.record;

import io.promptflow4j.cli.report.ResultJson;
import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.core.execution.AggregationResult;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.run.picture.StoredPictures;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;

/// Writes what a test run left: `NAME.detail.json`, `NAME.output.json`, `NAME.metrics.json` and
/// `NAME.log`, as prompt flow does, where `NAME` is `flow`, `flow-NODE.node` or `chat`. Pictures
/// are files beside them, which they name.
///
/// A flow folder may come from anywhere, so links in it are not followed: the folder must be a real
/// one, and a file is written beside the old one and takes its place. Owned by one thread.
public final class RunFiles implements AutoCloseable {

  /// Writes the text of one file.
  private interface Content {
    void writeTo(Writer out) throws IOException;
  }

  private static final long MOST_PICTURES = 64L << 20;

  private final Path folder;
  private final String name;
  private final FlowGraph graph;
  private final String run = UUID.randomUUID().toString();
  private final SpooledList flowRuns = new SpooledList("  ");
  private final SpooledList nodeRuns = new SpooledList("  ");
  private final SpooledList outputs = new SpooledList("");
  private final SpooledText log = new SpooledText();
  private final Map<String, byte[]> pictures = new LinkedHashMap<>();
  private int runs;
  private Value.Mapping output = Value.Mapping.EMPTY;
  private Value.Mapping metrics = Value.Mapping.EMPTY;

  /// @param folder where they go; made when they are written
  public RunFiles(Path folder, String name, FlowGraph graph) {
    this.folder = folder;
    this.name = name;
    this.graph = graph;
  }

  /// Notes down one run.
  public void add(FlowResult result, int line) {
    var records = new RunRecordJson(graph, run, line);
    flowRuns.add(named(records.flow(result)));
    records
        .nodes(result)
        .forEach(node -> nodeRuns.add(node instanceof Value.Mapping one ? named(one) : node));
    output = named(result.outputs());
    outputs.add(output);
    runs++;
    metrics = result.metrics();
    addLog(result);
  }

  /// The record with the names of its pictures; once there are very many, they stay in the records,
  /// which are not kept in memory.
  private Value.Mapping named(Value.Mapping record) {
    long held = pictures.values().stream().mapToLong(bytes -> bytes.length).sum();
    return held > MOST_PICTURES ? record : StoredPictures.apart(record, pictures);
  }

  /// Notes down what the aggregation nodes made of all lines.
  public void add(AggregationResult result) {
    metrics = result.metrics();
    addLog(result.nodes());
  }

  private void addLog(FlowResult result) {
    addLog(result.nodes());
    result.warnings().forEach(warning -> entry("warning: " + warning));
    result.failure().ifPresent(failure -> entry("error: " + failure.message()));
    entry("flow %s".formatted(ResultJson.status(result.status())));
  }

  private void addLog(SequencedMap<NodeName, NodeResult> nodes) {
    nodes.forEach((node, outcome) -> {
      logged(outcome, node.value());
      entry("%s %s".formatted(node.value(), outcome.status()));
    });
  }

  private void logged(NodeResult outcome, String node) {
    switch (outcome) {
      case NodeResult.Completed(_, var logs, _, _) -> logs.forEach(text -> entry(node, text));
      case NodeResult.Failed(var failure, var logs, _) -> {
        logs.forEach(text -> entry(node, text));
        entry(node, failure.message());
        failure.details().forEach(text -> entry(node, text));
      }
      case NodeResult.Bypassed _, NodeResult.Canceled _ -> {}
    }
  }

  private void entry(String node, String text) {
    entry("[%s] %s".formatted(node, text));
  }

  private void entry(String text) {
    log.append(text).append("\n");
  }

  /// Writes them all.
  ///
  /// @throws IOException if the folder can't be made or written, or is a link
  public void write() throws IOException {
    if (Files.isSymbolicLink(folder)) {
      throw new IOException("'%s' is a link".formatted(folder));
    }
    Files.createDirectories(folder);
    for (var picture : pictures.entrySet()) {
      Path file = folder.resolve(picture.getKey());
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        Files.write(file, picture.getValue(), StandardOpenOption.CREATE_NEW);
      }
    }
    write(folder.resolve(name + ".detail.json"), this::writeDetail);
    write(folder.resolve(name + ".output.json"), runs == 1 ? json(output) : this::writeOutputs);
    write(folder.resolve(name + ".log"), log::writeTo);
    if (!metrics.entries().isEmpty()) {
      write(folder.resolve(name + ".metrics.json"), json(metrics));
    }
  }

  private void writeDetail(Writer out) throws IOException {
    out.append("{\n  \"flow_runs\": ");
    flowRuns.writeTo(out);
    out.append(",\n  \"node_runs\": ");
    nodeRuns.writeTo(out);
    out.append("\n}\n");
  }

  private void writeOutputs(Writer out) throws IOException {
    outputs.writeTo(out);
    out.append('\n');
  }

  private static Content json(Value value) {
    return out -> out.append(StrictJson.writeIndented(value)).append('\n');
  }

  private static void write(Path file, Content content) throws IOException {
    Path beside = Files.createTempFile(file.toAbsolutePath().getParent(), ".pf-", ".tmp");
    try {
      try (Writer out = SpooledText.writer(beside)) {
        content.writeTo(out);
      }
      Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  @Override
  public void close() {
    flowRuns.close();
    nodeRuns.close();
    outputs.close();
    log.close();
  }
}
