package io.promptflow4j.bench;

import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.execution.FlowResult;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// A line of one Python node that returns its input + 1, beside a bare CPython process that echoes
/// a line over its pipes: the difference is what worker, shim and executor cost.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PythonBench {

  private Flow flow;
  private Process bare;
  private BufferedWriter toBare;
  private BufferedReader fromBare;

  /// Made by the harness.
  public PythonBench() {}

  @Setup
  public void start() throws IOException {
    Path folder = Files.createTempDirectory("python-bench");
    Files.writeString(
        folder.resolve("inc.py"),
        "from promptflow.core import tool\n\n\n@tool\ndef inc(x: int) -> int:\n    return x + 1\n");
    Files.writeString(
        folder.resolve("flow.dag.yaml"),
        """
        inputs:
          x: {type: int}
        outputs:
          y: {type: int, reference: "${inc.output}"}
        nodes:
        - name: inc
          type: python
          source: {type: code, path: inc.py}
          inputs: {x: "${inputs.x}"}
        """);
    flow = Flow.load(folder);
    bare =
        new ProcessBuilder(
                "python3",
                "-u",
                "-c",
                "import sys\nfor line in sys.stdin: sys.stdout.write(line); sys.stdout.flush()")
            .start();
    toBare =
        new BufferedWriter(new OutputStreamWriter(bare.getOutputStream(), StandardCharsets.UTF_8));
    fromBare =
        new BufferedReader(new InputStreamReader(bare.getInputStream(), StandardCharsets.UTF_8));
  }

  @TearDown
  public void stop() {
    flow.close();
    bare.destroyForcibly();
  }

  @Benchmark
  public FlowResult promptflow4j() {
    FlowResult result = flow.run(Map.of("x", 1));
    if (result.status() != FlowResult.Status.COMPLETED) {
      throw new IllegalStateException(result.failure().toString());
    }
    return result;
  }

  @Benchmark
  public String bareProcess() throws IOException {
    toBare.write("{\"x\": 1}\n");
    toBare.flush();
    return fromBare.readLine();
  }
}
