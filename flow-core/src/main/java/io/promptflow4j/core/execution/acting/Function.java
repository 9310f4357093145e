package io.promptflow4j.core.execution.acting;

import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.FlowInput;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.Offer.Offered;
import io.promptflow4j.core.template.Template;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.schema.ToolSchema;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// One thing that a model may call, as it is told of it, and the node behind it.
///
/// @param schema of what the model gives
record Function(String name, String description, Value.Mapping schema, Node node) {

  private static final int LONGEST_NAME = 64;
  private static final int LONGEST_DESCRIPTION = 1_000;

  /// A node that says itself what it takes.
  static Function of(Offered offered) {
    Node node = offered.node();
    return new Function(
        named(node.name().value()),
        offered.description().isBlank() ? described(node) : offered.description(),
        schema(node, offered.parameters()),
        node);
  }

  /// One of those that somebody else describes.
  static Function of(Offered offered, Node.ToolNode node, Tool.Remote tool, Tool.Described said) {
    boolean alone = !offered.description().isBlank();
    return new Function(
        named(said.name()),
        cut(alone ? offered.description() : said.description()),
        without(said.schema(), node.inputs().keySet()),
        new Node.ToolNode(node.head(), tool.named(said.name())));
  }

  static String named(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9_-]", "_");
    return plain.substring(0, Math.min(plain.length(), LONGEST_NAME));
  }

  private static String described(Node node) {
    return node instanceof Node.ToolNode(_, var tool) && tool.isCode()
        ? cut(tool.signature().description())
        : node instanceof Node.SubFlow flow ? cut(flow.flow().description()) : "";
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(text.length(), LONGEST_DESCRIPTION));
  }

  private static Value.Mapping schema(Node node, Map<String, String> said) {
    var schema = new ToolSchema();
    Set<String> given = node.inputs().keySet();
    switch (node) {
      case Node.ToolNode(_, var tool) -> schema.addAll(tool.signature().parameters(), given, said);
      case Node.Prompt(_, var template) -> add(schema, template, given, said);
      case Node.Llm llm -> add(schema, llm.template(), given, said);
      case Node.SubFlow flow -> {
        for (FlowInput input : flow.flow().inputs()) {
          if (!given.contains(input.name())) {
            schema.add(
                input.name(),
                input.type(),
                input.defaultValue().isEmpty(),
                said.getOrDefault(input.name(), input.description()));
          }
        }
      }
      case Node.Choice _ -> {}
    }
    return schema.toValue();
  }

  private static void add(
      ToolSchema schema, Template template, Set<String> given, Map<String, String> said) {
    template
        .variables()
        .forEach(variable -> {
          if (!given.contains(variable.name())) {
            schema.add(
                variable.name(),
                ValueType.STRING,
                !variable.optional(),
                said.getOrDefault(variable.name(), ""));
          }
        });
  }

  /// A schema without what is given already.
  private static Value.Mapping without(Value.Mapping schema, Set<String> given) {
    var rest = new LinkedHashMap<>(schema.entries());
    rest.putIfAbsent("type", Value.of("object"));
    if (rest.get("properties") instanceof Value.Mapping(var properties)) {
      var left = new LinkedHashMap<>(properties);
      left.keySet().removeAll(given);
      rest.put("properties", new Value.Mapping(left));
    } else {
      rest.put("properties", Value.Mapping.EMPTY);
    }
    if (rest.get("required") instanceof Value.Sequence(var names)) {
      rest.put(
          "required",
          Value.of(
              names.stream()
                  .filter(name -> !(name instanceof Value.Text(var text) && given.contains(text)))
                  .toList()));
    }
    return new Value.Mapping(rest);
  }

  /// The node with what a model gives for the inputs that were left open.
  Node with(Value.Mapping arguments) {
    var inputs = new LinkedHashMap<>(node.inputs());
    arguments
        .entries()
        .forEach((name, value) -> inputs.putIfAbsent(name, new Binding.Literal(value)));
    Node.Head head = node.head();
    var own =
        new Node.Head(
            head.name(),
            inputs,
            head.activation(),
            head.aggregation(),
            head.sourceFile(),
            head.place(),
            head.variant(),
            head.cached(),
            head.control());
    if (!(node instanceof Node.Llm llm)) {
      return node.withHead(own);
    }
    var variables = new HashSet<>(llm.variables());
    llm.template().variables().stream()
        .map(variable -> variable.name())
        .filter(inputs::containsKey)
        .forEach(variables::add);
    return new Node.Llm(
        own, llm.template(), llm.api(), llm.connection(), variables, llm.vision(), llm.style());
  }

  /// As the model is told.
  Value toValue() {
    var function = new LinkedHashMap<String, Value>();
    function.put("name", Value.of(name));
    if (!description.isBlank()) {
      function.put("description", Value.of(description));
    }
    function.put("parameters", schema);
    var tool = new LinkedHashMap<String, Value>();
    tool.put("type", Value.of("function"));
    tool.put("function", new Value.Mapping(function));
    return new Value.Mapping(tool);
  }
}
