package io.promptflow4j.bench;

import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.execution.line.FlowExecutor;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.FlowInput;
import io.promptflow4j.core.graph.FlowOutput;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.PropertyPath;
import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.provider.Models;
import io.promptflow4j.core.model.connection.Connection;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bsc.langgraph4j.CompileConfig;
import org.bsc.langgraph4j.CompiledGraph;
import org.bsc.langgraph4j.GraphStateException;
import org.bsc.langgraph4j.RunnableConfig;
import org.bsc.langgraph4j.StateGraph;
import org.bsc.langgraph4j.action.AsyncNodeAction;
import org.bsc.langgraph4j.state.AgentState;
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

/// One line through a chain of nodes that do nothing: what the executor itself costs, beside LangGraph4j.
/// Divide by `nodes` for the cost of a node.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ExecutorBench {

  @Param({"10", "100"})
  private int nodes;

  private FlowExecutor executor;
  private RunRequest request;
  private CompiledGraph<AgentState> langgraph;

  /// Made by the harness.
  public ExecutorBench() {}

  @Setup
  public void build() throws GraphStateException {
    executor = new FlowExecutor(chain(nodes), FlowFolder.open(Path.of(".")), new NoModels());
    request = RunRequest.of(Map.of("x", 0));
    langgraph = langgraphChain(nodes);
  }

  @Benchmark
  public FlowResult promptflow4j() {
    FlowResult result = executor.run(request);
    if (result.status() != FlowResult.Status.COMPLETED) {
      throw new IllegalStateException(result.failure().toString());
    }
    return result;
  }

  @Benchmark
  public Object langgraph4j() {
    return langgraph
        .invoke(Map.of("x", 0), RunnableConfig.builder().build())
        .orElseThrow();
  }

  private static FlowGraph chain(int length) {
    var chain = new ArrayList<Node>();
    for (int i = 0; i < length; i++) {
      Binding reads =
          i == 0
              ? new Binding.FromInput("x", PropertyPath.WHOLE)
              : new Binding.FromNode(new NodeName("n" + (i - 1)), PropertyPath.WHOLE);
      var inputs = new LinkedHashMap<String, Binding>();
      inputs.put("x", reads);
      chain.add(
          new Node.ToolNode(
              new Node.Head(
                  new NodeName("n" + i),
                  inputs,
                  Optional.empty(),
                  false,
                  Optional.empty(),
                  Place.startOf("flow.dag.yaml")),
              new Same()));
    }
    return new FlowGraph(
        "chain",
        "",
        List.of(new FlowInput("x", ValueType.INT, Optional.empty(), "")),
        List.of(
            new FlowOutput(
                "y",
                ValueType.INT,
                new Binding.FromNode(new NodeName("n" + (length - 1)), PropertyPath.WHOLE),
                "",
                false)),
        chain,
        Optional.empty(),
        new LinkedHashMap<>());
  }

  private static CompiledGraph<AgentState> langgraphChain(int length) throws GraphStateException {
    var graph = new StateGraph<>(AgentState::new);
    for (int i = 0; i < length; i++) {
      graph.addNode(
          "n" + i, AsyncNodeAction.node_async(state -> Map.of("x", state.value("x").orElse(0))));
      graph.addEdge(i == 0 ? StateGraph.START : "n" + (i - 1), "n" + i);
    }
    graph.addEdge("n" + (length - 1), StateGraph.END);
    return graph.compile(CompileConfig.builder().recursionLimit(1000).build());
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
          call.arguments().get("x") instanceof Argument.Data(var value)
              ? value
              : Value.Null.NULL);
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
