package io.promptflow4j.core.execution.line;

import io.promptflow4j.core.execution.CallJournal;
import io.promptflow4j.core.execution.NodeFailure;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.execution.control.ControlledWork;
import io.promptflow4j.core.execution.node.Attempt;
import io.promptflow4j.core.execution.node.NodeFailures;
import io.promptflow4j.core.execution.reading.InputImages;
import io.promptflow4j.core.execution.reading.Properties;
import io.promptflow4j.core.execution.reading.Readings;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.FlowInput;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.PropertyPath;
import io.promptflow4j.core.source.FileAccessException;
import io.promptflow4j.core.source.FlowFolder;
import io.promptflow4j.core.template.chat.RoleGuard;
import io.promptflow4j.core.value.Coercion;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs one node without those before it, on what a person gives for its inputs.
///
/// A given name is, in this order: an input of the node (`text` or `node.text`), a flow input the
/// node reads (`x` or `inputs.x`), or a node it reads (`other`, `other.output`, or the part it
/// reads, `other.output.part`). A condition under `activate` is not asked.
///
/// An aggregation node sees one line: what it reads is a list of one. A list under the name of its
/// own input is taken as the list of all lines.
final class SingleNode {

  private final FlowGraph graph;
  private final ControlledWork work;
  private final InputImages images;

  SingleNode(FlowGraph graph, ControlledWork work, FlowFolder folder) {
    this.graph = graph;
    this.work = work;
    this.images = new InputImages(folder);
  }

  NodeResult run(
      Node node,
      RunRequest request,
      Optional<Consumer<Value>> chunks,
      Optional<CallJournal> journal) {
    Node alone = withGiven(node, request.inputs());
    boolean listed = node.head().aggregation();
    var readings = new Given(graph, request.inputs(), images, listed, false);
    var attempt =
        new Attempt(
            readings,
            new Given(graph, request.inputs(), images, listed, true),
            request.line(),
            System.nanoTime() + request.limit().toNanos(),
            chunks,
            journal);
    try {
      List<String> missing = missing(alone, readings);
      return missing.isEmpty()
          ? work.run(alone, attempt).result()
          : NodeFailures.failed(notGiven(node, missing));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return NodeResult.Canceled.CANCELED;
    } catch (FileAccessException | IllegalArgumentException unfit) {
      return NodeFailures.failed(
          NodeFailures.atNode(node, "bad-input", String.valueOf(unfit.getMessage())));
    }
  }

  private static NodeFailure notGiven(Node node, List<String> missing) {
    return NodeFailures.atNode(
        node,
        "missing-input",
        "the node runs alone and reads %s, which nothing gives; give it as an input of that name"
            .formatted(String.join(", ", missing)));
  }

  private Node withGiven(Node node, Value.Mapping given) {
    var inputs = new LinkedHashMap<String, Binding>(node.inputs());
    inputs.replaceAll((name, binding) -> {
      Value value = given.get(node.name() + "." + name);
      value = value == null && !isReadName(binding, name) ? given.get(name) : value;
      return value == null ? binding : new Binding.Literal(forNode(node, binding, value));
    });
    Node.Head head = node.head();
    return node.withHead(
        new Node.Head(
            head.name(),
            inputs,
            Optional.empty(),
            head.aggregation(),
            head.sourceFile(),
            head.place(),
            head.variant(),
            head.cached(),
            head.control()));
  }

  private Value forNode(Node node, Binding binding, Value value) {
    boolean isList = value instanceof Value.Sequence;
    return node.head().aggregation() && !isList && isOfLines(graph, binding)
        ? Value.of(List.of(value))
        : value;
  }

  /// Whether an aggregation node finds a list of the lines' values there.
  private static boolean isOfLines(FlowGraph graph, Binding binding) {
    return switch (binding) {
      case Binding.FromInput _ -> true;
      case Binding.FromNode(var name, var _) -> isOfLines(graph, name);
      case Binding.Literal _,
          Binding.OfConnection _,
          Binding.FromLoop _,
          Binding.Computed _,
          Binding.Joined _,
          Binding.Items _,
          Binding.Fields _ ->
          false;
    };
  }

  private static boolean isOfLines(FlowGraph graph, NodeName name) {
    return graph.node(name).filter(node -> node.head().aggregation()).isEmpty();
  }

  /// Whether `name` is also the flow input that the binding reads, whose type then applies.
  private static boolean isReadName(Binding binding, String name) {
    return binding instanceof Binding.FromInput(var input, var _) && input.equals(name);
  }

  private static List<String> missing(Node node, Given readings) {
    var missing = new ArrayList<String>();
    node.inputs().values().forEach(binding -> readings.collectMissing(binding, missing));
    node.head().control().forEachBinding(binding -> readings.collectMissing(binding, missing));
    return missing.stream().distinct().toList();
  }

  /// What a person gave, looked up as a node would read it.
  private static final class Given extends Readings {

    private final FlowGraph graph;
    private final Value.Mapping given;
    private final InputImages images;
    private final boolean listed;
    private final boolean forPrompts;

    Given(
        FlowGraph graph,
        Value.Mapping given,
        InputImages images,
        boolean listed,
        boolean forPrompts) {
      this.graph = graph;
      this.given = given;
      this.images = images;
      this.listed = listed;
      this.forPrompts = forPrompts;
    }

    void collectMissing(Binding binding, List<String> missing) {
      switch (binding) {
        case Binding.FromInput(var input, var _) -> {
          if (find(input).isEmpty()) {
            missing.add("'%s' (a flow input)".formatted(input));
          }
        }
        case Binding.FromNode(var node, var path) -> {
          if (!isGiven(node, path)) {
            missing.add("'%s.output' (the output of a node)".formatted(node));
          }
        }
        case Binding.Joined(var parts) -> parts.forEach(part -> collectMissing(part, missing));
        case Binding.Items(var items) -> items.forEach(item -> collectMissing(item, missing));
        case Binding.Fields(var fields) ->
            fields.values().forEach(field -> collectMissing(field, missing));
        case Binding.Computed computed ->
            computed.variables().values().forEach(one -> collectMissing(one, missing));
        case Binding.Literal _, Binding.OfConnection _, Binding.FromLoop _ -> {}
      }
    }

    /// An output without the part is given; what reads it says what is wrong.
    private boolean isGiven(NodeName node, PropertyPath path) {
      try {
        return part(node, path) != null;
      } catch (Properties.NoSuchProperty nowhere) {
        return true;
      }
    }

    private Optional<Value> find(String input) {
      Value value = given.get("inputs." + input);
      value = value == null ? given.get(input) : value;
      Optional<FlowInput> declared = graph.input(input);
      return value == null
          ? declared.flatMap(FlowInput::defaultValue)
          : Optional.of(declared.isEmpty() ? value : fitted(declared.get(), value));
    }

    private Value fitted(FlowInput input, Value value) {
      return switch (Coercion.to(input.type(), value)) {
        case Coercion.Fits(var fit) -> images.load(input.type(), fit);
        case Coercion.Refused(var why) ->
            throw new IllegalArgumentException(
                "input '%s' is declared as %s, but %s"
                    .formatted(input.name(), input.type().yamlName(), why));
      };
    }

    /// What a node reads of another one's output: the part itself, or all of the output to take it
    /// from.
    private @Nullable Value part(NodeName node, PropertyPath path) {
      Value part = given.get(node + ".output" + path.text());
      if (part != null) {
        return part;
      }
      Value output = given.get(node + ".output");
      output = output == null ? given.get(node.value()) : output;
      return output == null ? null : Properties.follow(path, output);
    }

    @Override
    public Value input(String name, PropertyPath path) {
      Value found = Properties.follow(path, find(name).orElse(Value.Null.NULL));
      Value value = listed ? Value.of(List.of(found)) : found;
      return forPrompts ? RoleGuard.protect(value) : value;
    }

    @Override
    public Value node(NodeName name, PropertyPath path) {
      Value part = part(name, path);
      Value found = part == null ? Value.Null.NULL : part;
      Value value = listed && isOfLines(graph, name) ? Value.of(List.of(found)) : found;
      return forPrompts ? RoleGuard.trust(value) : value;
    }

    @Override
    public boolean isBypassed(NodeName name) {
      return false;
    }
  }
}
