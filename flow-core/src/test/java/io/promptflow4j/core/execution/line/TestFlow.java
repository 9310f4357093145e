package io.promptflow4j.core.execution.line;

import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.graph.Activation;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.Control;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.FlowInput;
import io.promptflow4j.core.graph.FlowOutput;
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
import io.promptflow4j.core.value.MessageFormat;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Builds small graphs of tools for tests, without files.
final class TestFlow {

  /// What a tool of a test does.
  interface Body {
    ToolResult call(ToolCall call) throws Exception;
  }

  private final List<FlowInput> inputs = new ArrayList<>();
  private final List<FlowOutput> outputs = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private MessageFormat messageFormat = MessageFormat.BASIC;

  TestFlow input(String name, ValueType type) {
    inputs.add(new FlowInput(name, type, Optional.empty(), ""));
    return this;
  }

  TestFlow input(String name, ValueType type, Value defaultValue) {
    inputs.add(new FlowInput(name, type, Optional.of(defaultValue), ""));
    return this;
  }

  TestFlow output(String name, Binding binding) {
    outputs.add(new FlowOutput(name, ValueType.ANY, binding, "", false));
    return this;
  }

  TestFlow messageFormat(MessageFormat format) {
    messageFormat = format;
    return this;
  }

  TestFlow node(String name, Map<String, Binding> reads, Body body) {
    return node(name, reads, Optional.empty(), false, body);
  }

  TestFlow activated(String name, Map<String, Binding> reads, Binding when, Value is, Body body) {
    return node(name, reads, Optional.of(new Activation(when, is)), false, body);
  }

  TestFlow aggregation(String name, Map<String, Binding> reads, Body body) {
    return node(name, reads, Optional.empty(), true, body);
  }

  TestFlow controlled(String name, Map<String, Binding> reads, Control control, Body body) {
    node(name, reads, body);
    Node last = nodes.removeLast();
    Node.Head head = last.head();
    nodes.add(
        last.withHead(
            new Node.Head(
                head.name(),
                head.inputs(),
                head.activation(),
                head.aggregation(),
                head.sourceFile(),
                head.place(),
                head.variant(),
                head.cached(),
                control)));
    return this;
  }

  private TestFlow node(
      String name,
      Map<String, Binding> reads,
      Optional<Activation> activation,
      boolean aggregation,
      Body body) {
    var head =
        new Node.Head(
            new NodeName(name),
            new LinkedHashMap<>(reads),
            activation,
            aggregation,
            Optional.of(name + ".py"),
            new Place("flow.dag.yaml", 1, 1));
    nodes.add(new Node.ToolNode(head, new BodyTool(name, List.copyOf(reads.keySet()), body)));
    return this;
  }

  FlowExecutor executor() {
    var graph =
        new FlowGraph(
            "test",
            "",
            inputs,
            outputs,
            nodes,
            Optional.empty(),
            new LinkedHashMap<>(),
            messageFormat,
            List.of());
    return new FlowExecutor(graph, FlowFolder.open(Path.of(".")), NoModels.NONE);
  }

  FlowResult run(Map<String, ?> given) {
    return executor().run(RunRequest.of(given));
  }

  static Binding fromInput(String name) {
    return new Binding.FromInput(name, PropertyPath.WHOLE);
  }

  static Binding fromNode(String name) {
    return new Binding.FromNode(new NodeName(name), PropertyPath.WHOLE);
  }

  static Binding fromNode(String name, String key) {
    return new Binding.FromNode(
        new NodeName(name), new PropertyPath(List.of(new PropertyPath.Step.Key(key)), "." + key));
  }

  static Value argument(ToolCall call, String name) {
    return call.arguments().get(name) instanceof Argument.Data(var value) ? value : Value.Null.NULL;
  }

  private record BodyTool(String name, List<String> required, Body body) implements Tool {
    @Override
    public ToolSignature signature() {
      return new ToolSignature(
          name,
          "",
          required.stream()
              .map(one -> new ToolParameter(one, List.of(), !one.startsWith("optional")))
              .toList(),
          false,
          false);
    }

    @Override
    public ToolResult call(ToolCall call) throws InterruptedException {
      try {
        return body.call(call);
      } catch (InterruptedException | RuntimeException problem) {
        throw problem;
      } catch (Exception problem) {
        throw new IllegalStateException(problem);
      }
    }
  }

  private enum NoModels implements Models {
    NONE;

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
