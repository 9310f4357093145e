package io.promptflow4j.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Reading, checking and compiling a whole flow folder, beside Jackson reading the same YAML to a
/// plain tree (which checks nothing and knows no places).
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class LoadBench {

  @Param({"5", "1000"})
  private int nodes;

  private Path folder;
  private final YAMLMapper jackson = new YAMLMapper();

  /// Made by the harness.
  public LoadBench() {}

  @Setup
  public void write() throws IOException {
    folder = Files.createTempDirectory("load-bench");
    Files.writeString(
        folder.resolve("p.jinja2"), "Answer {{ question }} in the light of {{ before }}.\n");
    var yaml = new StringBuilder("inputs:\n  question:\n    type: string\noutputs:\n");
    yaml.append("  answer:\n    type: string\n    reference: ${n").append(nodes - 1);
    yaml.append(".output}\nnodes:\n");
    for (int i = 0; i < nodes; i++) {
      yaml.append("- name: n").append(i).append("\n  type: prompt\n");
      yaml.append("  source:\n    type: code\n    path: p.jinja2\n  inputs:\n");
      yaml.append("    question: ${inputs.question}\n");
      yaml.append("    before: ").append(i == 0 ? "nothing" : "${n" + (i - 1) + ".output}");
      yaml.append("\n");
    }
    Files.writeString(folder.resolve("flow.dag.yaml"), yaml);
  }

  @Benchmark
  public Flow.Check readAndCheck() {
    Flow.Check check = Flow.check(folder, FlowSettings.defaults());
    if (!check.isValid()) {
      throw new IllegalStateException(check.diagnostics().toString());
    }
    return check;
  }

  @Benchmark
  public JsonNode jacksonReadsTheYaml() throws IOException {
    return jackson.readTree(folder.resolve("flow.dag.yaml").toFile());
  }
}
