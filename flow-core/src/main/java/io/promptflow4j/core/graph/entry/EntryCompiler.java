package io.promptflow4j.core.graph.entry;

import io.promptflow4j.core.definition.FlowDefinition;
import io.promptflow4j.core.definition.InputDefinition;
import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.Nodeless;
import io.promptflow4j.core.definition.OutputDefinition;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.CallForm;
import io.promptflow4j.core.graph.ChatRoles;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.FlowInput;
import io.promptflow4j.core.graph.FlowOutput;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.PropertyPath;
import io.promptflow4j.core.graph.signature.EnvironmentVariables;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolParameter;
import io.promptflow4j.core.tool.Toolbox;
import io.promptflow4j.core.value.MessageFormat;
import io.promptflow4j.core.value.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Compiles a flow that is one function or class to a graph of one node, and a second one for what
/// a class makes of all lines. One use, one thread.
public final class EntryCompiler {

  private static final String OUTPUT = "output";
  private static final PropertyPath WHOLE = PropertyPath.WHOLE;

  private final FlowDefinition definition;
  private final Nodeless.Entry entry;
  private final Diagnostics diagnostics;
  private final String defaultName;
  private final NodeName name;

  /// @param defaultName the flow's name if the file gives none
  public EntryCompiler(
      FlowDefinition definition,
      Nodeless.Entry entry,
      String defaultName,
      Diagnostics diagnostics) {
    this.definition = definition;
    this.entry = entry;
    this.defaultName = defaultName;
    this.diagnostics = diagnostics;
    String written = entry.entry().value();
    this.name = new NodeName(written.substring(written.indexOf(':') + 1));
  }

  /// The graph; empty if there are mistakes, which are then among the findings.
  ///
  /// @param declared the inputs that the flow file declares
  /// @param told `init` values by the name `init` or the node's, bound from outside
  public Optional<FlowGraph> compile(
      List<FlowInput> declared,
      Optional<ChatRoles> chat,
      Toolbox toolbox,
      Map<String, Map<String, String>> told) {
    boolean java = definition.language().map(Located::value).filter("java"::equals).isPresent();
    EntryLookup found = EntryLookup.of(entry.entry(), java, toolbox, diagnostics);
    if (found.tool().isEmpty()) {
      return Optional.empty();
    }
    Tool tool = found.tool().get();
    SequencedMap<String, Binding> init =
        new EntryInit(definition, entry, name, diagnostics).bindings(tool.signature(), told);
    List<FlowInput> inputs = inputs(declared, tool);
    SequencedMap<String, Binding> bindings = new LinkedHashMap<>(init);
    inputs.forEach(input -> bindings.put(input.name(), new Binding.FromInput(input.name(), WHOLE)));
    var nodes = new ArrayList<Node>();
    nodes.add(new Node.ToolNode(head(name, bindings, false, found.file()), tool));
    found.aggregation().ifPresent(all -> nodes.add(aggregation(all, init, found.file())));
    return Optional.of(graph(inputs, chat, nodes));
  }

  /// The inputs of the signature, with what the flow file says of them, and those it has besides.
  private List<FlowInput> inputs(List<FlowInput> declared, Tool tool) {
    SequencedMap<String, FlowInput> inputs = new LinkedHashMap<>();
    for (ToolParameter parameter : tool.signature().parameters()) {
      if (!parameter.setUp() && (parameter.required() || parameter.defaultValue().isPresent())) {
        inputs.put(
            parameter.name(),
            new FlowInput(parameter.name(), type(parameter), parameter.defaultValue(), ""));
      }
    }
    for (FlowInput input : declared) {
      FlowInput own = inputs.get(input.name());
      if (own != null || tool.signature().acceptsMore() || takes(tool, input.name())) {
        inputs.put(input.name(), own == null ? input : merged(input, own));
      } else {
        reportUnknown(input.name());
      }
    }
    return List.copyOf(inputs.values());
  }

  private static boolean takes(Tool tool, String input) {
    return tool.signature().parameter(input).filter(one -> !one.setUp()).isPresent();
  }

  private static FlowInput merged(FlowInput written, FlowInput own) {
    return new FlowInput(
        written.name(),
        written.type() == ValueType.ANY ? own.type() : written.type(),
        written.defaultValue().or(own::defaultValue),
        written.description());
  }

  private void reportUnknown(String input) {
    for (InputDefinition written : definition.inputs()) {
      if (written.name().value().equals(input)) {
        diagnostics.warning(
            "unknown-parameter",
            written.name().place(),
            "'%s' has no parameter '%s', so the input is ignored; remove it."
                .formatted(entry.entry().value(), input));
      }
    }
  }

  static ValueType type(ToolParameter parameter) {
    return !parameter.types().isEmpty()
            && parameter.types().getFirst() instanceof ToolParameter.Type.OfValue(var type)
        ? type
        : ValueType.ANY;
  }

  private Node.Head head(
      NodeName node, SequencedMap<String, Binding> bindings, boolean aggregation, String file) {
    return new Node.Head(
        node, bindings, Optional.empty(), aggregation, Optional.of(file), entry.entry().place());
  }

  private Node aggregation(Tool all, SequencedMap<String, Binding> init, String file) {
    SequencedMap<String, Binding> bindings = new LinkedHashMap<>(init);
    all.signature().parameters().stream()
        .filter(parameter -> !parameter.setUp())
        .findFirst()
        .ifPresent(lines -> bindings.put(lines.name(), new Binding.FromNode(name, WHOLE)));
    return new Node.ToolNode(
        head(new NodeName(name.value() + "_aggregate"), bindings, true, file), all);
  }

  private FlowGraph graph(List<FlowInput> inputs, Optional<ChatRoles> chat, List<Node> nodes) {
    return new FlowGraph(
        text(definition.name()).orElse(defaultName),
        text(definition.description()).orElse(""),
        inputs,
        definition.outputs().isEmpty()
            ? List.of(new FlowOutput(OUTPUT, ValueType.ANY, whole(), "", false))
            : definition.outputs().stream().map(this::output).toList(),
        nodes,
        chat,
        EnvironmentVariables.of(definition.environmentVariables()),
        MessageFormat.BASIC,
        List.of(),
        new CallForm(true, true, true, entry.sample()));
  }

  private Binding whole() {
    return new Binding.FromNode(name, WHOLE);
  }

  private FlowOutput output(OutputDefinition output) {
    String key = output.name().value();
    var path = new PropertyPath(List.of(new PropertyPath.Step.Key(key)), "." + key);
    return new FlowOutput(
        key,
        output.type().flatMap(type -> ValueType.named(type.value())).orElse(ValueType.ANY),
        new Binding.FromNode(name, path),
        text(output.description()).orElse(""),
        false);
  }

  private static Optional<String> text(Optional<Located<String>> written) {
    return written.map(Located::value).filter(text -> !text.isBlank());
  }
}
