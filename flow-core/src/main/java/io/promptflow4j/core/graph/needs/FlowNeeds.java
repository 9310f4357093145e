package io.promptflow4j.core.graph.needs;

import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.model.ModelApi;
import io.promptflow4j.core.model.catalog.Capability;
import io.promptflow4j.core.model.catalog.Task;
import io.promptflow4j.core.model.catalog.choice.Needs;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// What the `llm` nodes of a flow need, read off the flow: their parameters, the types of the
/// inputs they see, the length of their prompts.
///
/// @param nodes one for each `llm` node, in the order of the graph; those of flows in it included
public record FlowNeeds(List<NodeNeeds> nodes) {

  /// A token of English text has about four letters; of code and of other languages fewer.
  private static final int LETTERS_OF_A_TOKEN = 4;

  private static final Map<String, Capability> PARAMETERS =
      Map.of(
          "tools", Capability.TOOLS,
          "functions", Capability.TOOLS,
          "reasoning_effort", Capability.REASONING,
          "logprobs", Capability.LOGPROBS,
          "top_logprobs", Capability.LOGPROBS,
          "seed", Capability.SEED);

  public FlowNeeds {
    nodes = List.copyOf(nodes);
  }

  /// The needs of a flow's nodes.
  ///
  /// @param folder the flow's folder, to see how long its prompts are
  public static FlowNeeds of(FlowGraph graph, Path folder) {
    var needs = new ArrayList<NodeNeeds>();
    for (Node node : graph.withOffered()) {
      if (node instanceof Node.Llm llm) {
        needs.add(needs(llm, graph, folder));
      } else if (node instanceof Node.SubFlow inner) {
        needs.addAll(of(inner.flow(), inner.folder().root()).nodes());
      }
    }
    return new FlowNeeds(needs);
  }

  /// What a model needs that is to serve all nodes; those of chats if there are any.
  public Needs together() {
    Optional<Needs> chats =
        nodes.stream()
            .map(NodeNeeds::needs)
            .filter(needs -> needs.task() == Task.CHAT)
            .reduce(Needs::and);
    return chats
        .or(() -> nodes.stream().map(NodeNeeds::needs).reduce(Needs::and))
        .orElse(Needs.CHAT);
  }

  private static NodeNeeds needs(Node.Llm node, FlowGraph graph, Path folder) {
    Task task = node.api() == ModelApi.CHAT ? Task.CHAT : Task.COMPLETION;
    Needs needs =
        Needs.of(task, capabilities(node, graph), promptTokens(node, folder), outputTokens(node));
    return new NodeNeeds(
        node.name(), node.head().place(), node.connection(), named(node), needs, numbers(node));
  }

  private static SequencedMap<String, BigDecimal> numbers(Node.Llm node) {
    var numbers = new LinkedHashMap<String, BigDecimal>();
    node.inputs()
        .forEach((name, binding) -> {
          if (!node.variables().contains(name) && binding instanceof Binding.Literal(var value)) {
            switch (value) {
              case Value.Whole(var whole) -> numbers.put(name, new BigDecimal(whole));
              case Value.Decimal(var decimal) when Double.isFinite(decimal) ->
                  numbers.put(name, BigDecimal.valueOf(decimal));
              case Value.Text(var text) when text.strip().matches("-?\\d{1,9}(\\.\\d{1,9})?") ->
                  numbers.put(name, new BigDecimal(text.strip()));
              default -> {} // no number, or one that is known only when it runs
            }
          }
        });
    return numbers;
  }

  /// The model or deployment that a node names with a literal.
  static Optional<String> named(Node.Llm node) {
    return text(node, "deployment_name").or(() -> text(node, "model"));
  }

  private static Map<Capability, String> capabilities(Node.Llm node, FlowGraph graph) {
    var found = new EnumMap<Capability, String>(Capability.class);
    String who = "node '%s' ".formatted(node.name());
    PARAMETERS.forEach((parameter, capability) -> {
      if (isGiven(node, parameter)) {
        found.put(capability, who + "gives '" + parameter + "'");
      }
    });
    if (!node.offer().isNone()) {
      found.put(Capability.TOOLS, who + "offers 'tools'");
    }
    switch (format(node)) {
      case "json_object" -> found.put(Capability.JSON_MODE, who + "asks for JSON");
      case "json_schema" -> found.put(Capability.JSON_SCHEMA, who + "gives a JSON schema");
      default -> {
        // text, or something that is known only when it runs
      }
    }
    if (seesImages(node, graph)) {
      found.put(Capability.IMAGE_INPUT, who + "shows images");
    }
    return found;
  }

  private static boolean isGiven(Node.Llm node, String parameter) {
    Binding binding = node.variables().contains(parameter) ? null : node.inputs().get(parameter);
    return switch (binding) {
      case null -> false;
      case Binding.Literal(Value.Null _) -> false;
      case Binding.Literal(Value.Bool on) -> on == Value.Bool.TRUE;
      case Binding.Literal(Value.Text(var text)) -> !text.isBlank();
      case Binding.Literal(Value.Sequence(var items)) -> !items.isEmpty();
      default -> true;
    };
  }

  private static String format(Node.Llm node) {
    return switch (node.inputs().get("response_format")) {
      case Binding.Literal(Value.Mapping format)
          when format.get("type") instanceof Value.Text(var type) ->
          type;
      case Binding.Fields(var fields)
          when fields.get("type") instanceof Binding.Literal(Value.Text(var type)) ->
          type;
      case null, default -> "";
    };
  }

  private static boolean seesImages(Node.Llm node, FlowGraph graph) {
    Set<String> variables = node.variables();
    return node.inputs().entrySet().stream()
        .filter(input -> variables.contains(input.getKey()))
        .anyMatch(input ->
            input.getValue() instanceof Binding.FromInput(var name, _)
                && graph.input(name).filter(one -> one.type() == ValueType.IMAGE).isPresent());
  }

  private static long promptTokens(Node.Llm node, Path folder) {
    try {
      Optional<String> file = node.head().sourceFile();
      return file.isEmpty() ? 0 : Files.size(folder.resolve(file.get())) / LETTERS_OF_A_TOKEN;
    } catch (IOException _) {
      return 0; // the length is a help, no condition
    }
  }

  private static Optional<Long> outputTokens(Node.Llm node) {
    return number(node, "max_completion_tokens").or(() -> number(node, "max_tokens"));
  }

  private static Optional<Long> number(Node.Llm node, String parameter) {
    return switch (node.inputs().get(parameter)) {
      case Binding.Literal(Value.Whole(var number)) ->
          Optional.of(number.longValue()).filter(positive -> positive > 0);
      case Binding.Literal(Value.Text(var text)) when text.strip().matches("[1-9]\\d{0,9}") ->
          Optional.of(Long.valueOf(text.strip()));
      case null, default -> Optional.empty();
    };
  }

  private static Optional<String> text(Node.Llm node, String parameter) {
    return node.inputs().get(parameter) instanceof Binding.Literal(Value.Text(var text))
        ? Optional.of(text.strip()).filter(name -> !name.isEmpty())
        : Optional.empty();
  }
}
