package io.promptflow4j.core.graph.drawing;

import io.promptflow4j.core.graph.Activation;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.FlowInput;
import io.promptflow4j.core.graph.FlowOutput;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.value.PythonText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What every drawing shows: items in an order in which no line goes back, and lines between them.
record Diagram(List<Item> items, List<Line> lines) {

  private static final int MAX_VALUE = 40;

  Diagram {
    items = List.copyOf(items);
    lines = List.copyOf(lines);
  }

  /// What an item is.
  enum Kind {
    INPUT,
    PROMPT,
    LLM,
    TOOL,
    FLOW,
    SWITCH,
    OUTPUT
  }

  /// One input, node or output.
  ///
  /// @param notes what else is to be said of it, short
  record Item(String name, Kind kind, boolean aggregation, List<String> notes) {
    Item {
      notes = List.copyOf(notes);
    }
  }

  /// A line from the item at one index to the item at another.
  ///
  /// @param condition what the value has to be for the target to run; empty if it is simply read
  record Line(int from, int to, String condition) {
    boolean isConditional() {
      return !condition.isEmpty();
    }
  }

  static Diagram of(FlowGraph graph) {
    return new Writing().write(graph);
  }

  /// Collects items and lines while a graph is walked.
  private static final class Writing {
    private final List<Item> items = new ArrayList<>();
    private final SequencedMap<List<Integer>, Line> lines = new LinkedHashMap<>();
    private final Map<String, Integer> inputs = new HashMap<>();
    private final Map<String, Integer> nodes = new HashMap<>();

    Diagram write(FlowGraph graph) {
      for (FlowInput input : graph.inputs()) {
        inputs.put(input.name(), items.size());
        items.add(new Item(input.name(), Kind.INPUT, false, List.of(input.type().yamlName())));
      }
      graph.nodes().forEach(this::add);
      graph.nodes().forEach(this::connectTools);
      for (FlowOutput output : graph.outputs()) {
        items.add(
            new Item(
                output.name(),
                Kind.OUTPUT,
                false,
                output.evaluationOnly() ? List.of("evaluation only") : List.of()));
        connect(output.binding(), "");
      }
      return new Diagram(items, List.copyOf(lines.values()));
    }

    /// What a model may call stands before it, with a line that says so.
    private void connectTools(Node node) {
      if (node instanceof Node.Llm llm) {
        llm.offer()
            .tools()
            .forEach(tool ->
                line(
                    nodes.get(tool.node().name().value()), nodes.get(node.name().value()), "tool"));
      }
    }

    private void add(Node node) {
      if (node instanceof Node.Llm llm) {
        llm.offer().tools().stream()
            .map(tool -> tool.node())
            .filter(tool -> !nodes.containsKey(tool.name().value()))
            .forEach(this::add);
      }
      var notes = new ArrayList<String>();
      node.head().variant().ifPresent(variant -> notes.add("variant " + variant));
      if (node.head().aggregation()) {
        notes.add("over all rows");
      }
      node.head()
          .activation()
          .filter(condition -> condition.when() instanceof Binding.Literal)
          .ifPresent(condition -> notes.add(literalCondition(condition)));
      if (node instanceof Node.SubFlow) {
        node.head().sourceFile().ifPresent(file -> notes.add(cut(folderOf(file))));
      }
      if (node instanceof Node.ToolNode(_, var tool) && !tool.isCode()) {
        notes.add(cut(tool.signature().name()));
      }
      notes.addAll(ControlNotes.of(node.head().control()));
      nodes.put(node.name().value(), items.size());
      items.add(new Item(node.name().value(), kind(node), node.head().aggregation(), notes));
      node.inputs().values().forEach(binding -> connect(binding, ""));
      node.head().control().forEachBinding(binding -> connect(binding, ""));
      node.head()
          .activation()
          .ifPresent(condition -> connect(condition.when(), condition(condition)));
    }

    /// What a person calls a flow: its folder, unless the file has a name of its own.
    private static String folderOf(String file) {
      return file.replaceFirst("/flow\\.dag\\.ya?ml$", "");
    }

    private static Kind kind(Node node) {
      return switch (node) {
        case Node.Prompt _ -> Kind.PROMPT;
        case Node.Llm _ -> Kind.LLM;
        case Node.ToolNode _ -> Kind.TOOL;
        case Node.SubFlow _ -> Kind.FLOW;
        case Node.Choice _ -> Kind.SWITCH;
      };
    }

    private static String literalCondition(Activation condition) {
      return condition.when() instanceof Binding.Literal(var value)
          ? "when %s is %s".formatted(cut(PythonText.repr(value)), shown(condition))
          : "";
    }

    private static String condition(Activation condition) {
      return switch (condition.when()) {
        case Binding.Computed computed when computed.asksBypassed() -> "if " + cut(computed.text());
        case Binding.Computed computed -> cut(computed.text());
        case Binding.Literal _,
            Binding.OfConnection _,
            Binding.FromInput _,
            Binding.FromNode _,
            Binding.FromLoop _,
            Binding.Joined _,
            Binding.Items _,
            Binding.Fields _ ->
            "is " + shown(condition);
      };
    }

    private static String shown(Activation condition) {
      return cut(PythonText.repr(condition.is()));
    }

    private static String cut(String text) {
      return text.length() <= MAX_VALUE ? text : text.substring(0, MAX_VALUE - 1) + "…";
    }

    /// Draws a line from whatever `binding` reads to the last item.
    private void connect(Binding binding, String condition) {
      int to = items.size() - 1;
      switch (binding) {
        case Binding.Literal _, Binding.OfConnection _, Binding.FromLoop _ -> {}
        case Binding.Computed computed ->
            computed.variables().values().forEach(variable -> connect(variable, condition));
        case Binding.FromInput(var input, _) -> line(inputs.get(input), to, condition);
        case Binding.FromNode(var node, _) -> line(nodes.get(node.value()), to, condition);
        case Binding.Joined(var parts) -> parts.forEach(part -> connect(part, condition));
        case Binding.Items(var inner) -> inner.forEach(item -> connect(item, condition));
        case Binding.Fields(var fields) ->
            fields.values().forEach(field -> connect(field, condition));
      }
    }

    private void line(@Nullable Integer from, @Nullable Integer to, String condition) {
      if (from != null && to != null) {
        var ends = List.of(from, to);
        Line drawn = lines.get(ends);
        if (drawn == null || !drawn.isConditional()) {
          lines.put(ends, new Line(from, to, condition));
        }
      }
    }
  }
}
