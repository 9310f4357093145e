package io.promptflow4j.bench.loops;

import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.execution.line.FlowExecutor;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.Control;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.FlowInput;
import io.promptflow4j.core.graph.FlowOutput;
import io.promptflow4j.core.graph.LoopName;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.PropertyPath;
import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.provider.Models;
import io.promptflow4j.core.source.FlowFolder;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.tool.Argument;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolCall;
import io.promptflow4j.core.tool.ToolParameter;
import io.promptflow4j.core.tool.ToolResult;
import io.promptflow4j.core.tool.ToolSignature;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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

/// One line with one `for_each` node over a tool that does nothing. Divide by `elements` for the
/// cost of an element; with `-prof gc`, the memory that an element takes for a moment.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ForEachBench {

  @Param({"10000"})
  private int elements;

  @Param({"1", "16"})
  private int concurrency;

  private FlowExecutor executor;
  private RunRequest request;

  /// Made by the harness.
  public ForEachBench() {}

  @Setup
  public void build() {
    executor = new FlowExecutor(graph(), FlowFolder.open(Path.of(".")), new NoModels());
    request = RunRequest.of(Map.of("list", IntStream.range(0, elements).boxed().toList()));
  }

  @Benchmark
  public FlowResult elements() {
    FlowResult result = executor.run(request);
    if (result.status() != FlowResult.Status.COMPLETED) {
      throw new IllegalStateException(result.failure().toString());
    }
    return result;
  }

  private FlowGraph graph() {
    var inputs = new LinkedHashMap<String, Binding>();
    inputs.put("x", new Binding.FromLoop(LoopName.ITEM, PropertyPath.WHOLE));
    var control =
        new Control(
            Optional.of(
                new Control.ForEach(
                    new Binding.FromInput("list", PropertyPath.WHOLE), concurrency)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    var name = new NodeName("each");
    var head =
        new Node.Head(
            name,
            inputs,
            Optional.empty(),
            false,
            Optional.empty(),
            Place.startOf("flow.dag.yaml"),
            Optional.empty(),
            Optional.empty(),
            control);
    return new FlowGraph(
        "loop",
        "",
        List.of(new FlowInput("list", ValueType.LIST, Optional.empty(), "")),
        List.of(
            new FlowOutput(
                "all", ValueType.LIST, new Binding.FromNode(name, PropertyPath.WHOLE), "", false)),
        List.of(new Node.ToolNode(head, new Same())),
        Optional.empty(),
        new LinkedHashMap<>());
  }

  /// Gives back what it got.
  private record Same() implements Tool {
    private static final ToolSignature SIGNATURE =
        new ToolSignature(
            "same", "", List.of(new ToolParameter("x", List.of(), true)), false, false);

    @Override
    public ToolSignature signature() {
      return SIGNATURE;
    }

    @Override
    public ToolResult call(ToolCall call) {
      return new ToolResult(
          call.arguments().get("x") instanceof Argument.Data(var value) ? value : Value.Null.NULL);
    }
  }

  /// No node asks for one.
  private record NoModels() implements Models {
    @Override
    public LanguageModel open(Optional<String> name) {
      throw new IllegalStateException("no model is needed");
    }

    @Override
    public Connection connection(String name) {
      throw new IllegalStateException("no connection is needed");
    }
  }
}
