package io.promptflow4j.core.execution.line;

import io.promptflow4j.core.execution.AggregationResult;
import io.promptflow4j.core.execution.CallJournal;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.execution.control.ControlledWork;
import io.promptflow4j.core.execution.node.Attempt;
import io.promptflow4j.core.execution.node.Settled;
import io.promptflow4j.core.execution.reading.Properties;
import io.promptflow4j.core.execution.schedule.ExecutionPlan;
import io.promptflow4j.core.execution.schedule.Scheduling;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.FlowOutput;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.trace.Span;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The aggregation nodes of a flow: they run once, after all lines, and see lists with an entry for
/// each completed line.
///
/// What a line contributes is the value of every reference that an aggregation node makes to an
/// ordinary node or a flow input, so that a run can keep it and aggregate later. Literals stay what
/// they are, and references among aggregation nodes are ordinary ones. A node that fails leaves the
/// others alone.
final class Aggregation {

  private final ExecutionPlan plan;
  private final ControlledWork work;
  private final List<FlowOutput> outputs;
  private final Set<Binding> contributed = new LinkedHashSet<>();

  Aggregation(FlowGraph graph, ControlledWork work) {
    this.plan = ExecutionPlan.ofAggregation(graph);
    this.work = work;
    this.outputs = graph.metrics();
    for (int i = 0; i < plan.size(); i++) {
      Node.Head head = plan.node(i).head();
      head.inputs().values().forEach(this::collect);
      head.control().forEachBinding(this::collect);
      head.activation().ifPresent(activation -> collect(activation.when()));
    }
  }

  private void collect(Binding binding) {
    switch (binding) {
      case Binding.FromInput input -> contributed.add(input);
      case Binding.FromNode node -> {
        if (plan.numberOf(node.node()) < 0) {
          contributed.add(node);
        }
      }
      case Binding.Joined(var parts) -> parts.forEach(this::collect);
      case Binding.Items(var items) -> items.forEach(this::collect);
      case Binding.Fields(var fields) -> fields.values().forEach(this::collect);
      case Binding.Computed computed -> computed.variables().values().forEach(this::collect);
      case Binding.Literal _, Binding.OfConnection _, Binding.FromLoop _ -> {}
    }
  }

  boolean isEmpty() {
    return plan.size() == 0;
  }

  /// By the text of the reference. What was bypassed, or has no such property, is nothing.
  Value.Mapping contribution(FlowResult line) {
    var values = new LinkedHashMap<String, Value>();
    contributed.forEach(reference -> values.put(text(reference), valueIn(line, reference)));
    return new Value.Mapping(values);
  }

  private static Value valueIn(FlowResult line, Binding reference) {
    try {
      return switch (reference) {
        case Binding.FromInput(var input, var path) -> {
          Value value = line.trace().inputs().get(input);
          yield value == null ? Value.Null.NULL : Properties.follow(path, value);
        }
        case Binding.FromNode(var node, var path) ->
            line.nodes().get(node) instanceof NodeResult.Completed completed
                ? Properties.follow(path, completed.output())
                : Value.Null.NULL;
        case Binding.Literal _,
            Binding.OfConnection _,
            Binding.FromLoop _,
            Binding.Computed _,
            Binding.Joined _,
            Binding.Items _,
            Binding.Fields _ ->
            throw new IllegalStateException("only references are contributed");
      };
    } catch (Properties.NoSuchProperty nowhere) {
      return Value.Null.NULL;
    }
  }

  private static String text(Binding reference) {
    return switch (reference) {
      case Binding.FromInput(var input, var path) -> "${inputs." + input + path.text() + "}";
      case Binding.FromNode(var node, var path) -> "${" + node + ".output" + path.text() + "}";
      case Binding.Literal _,
          Binding.OfConnection _,
          Binding.FromLoop _,
          Binding.Computed _,
          Binding.Joined _,
          Binding.Items _,
          Binding.Fields _ ->
          throw new IllegalStateException("only references are contributed");
    };
  }

  AggregationResult run(
      List<Value.Mapping> contributions, Duration limit, Optional<CallJournal> journal) {
    long deadline = System.nanoTime() + limit.toNanos();
    var books = new @Nullable Settled[plan.size()];
    var plain = new AggregationReadings(lists(contributions), plan, books, false);
    var prompts = new AggregationReadings(plain.lists(), plan, books, true);
    Scheduling.NodeRunner runner =
        (_, node) ->
            work.run(node, new Attempt(plain, prompts, 0, deadline, Optional.empty(), journal));
    var scheduling = new Scheduling(plan, runner, plain, books, deadline).keepingGoing();
    if (scheduling.run() == Scheduling.End.INTERRUPTED) {
      Thread.currentThread().interrupt();
    }
    return result(books);
  }

  private Map<String, Value> lists(List<Value.Mapping> contributions) {
    var lists = new LinkedHashMap<String, Value>();
    for (Binding reference : contributed) {
      String text = text(reference);
      var items = new ArrayList<Value>(contributions.size());
      for (Value.Mapping line : contributions) {
        Value value = line.get(text);
        items.add(value == null ? Value.Null.NULL : value);
      }
      lists.put(text, new Value.Sequence(items));
    }
    return lists;
  }

  private AggregationResult result(@Nullable Settled[] books) {
    var nodes = new LinkedHashMap<NodeName, NodeResult>();
    var metrics = new LinkedHashMap<String, Value>();
    for (int i = 0; i < plan.size(); i++) {
      Settled settled = books[i];
      NodeResult result = settled == null ? NodeResult.Canceled.CANCELED : settled.result();
      nodes.put(plan.node(i).name(), result);
      if (result instanceof NodeResult.Completed completed) {
        metrics.putAll(completed.metrics());
      }
    }
    outputs.forEach(
        output -> number(output, nodes).ifPresent(n -> metrics.putIfAbsent(output.name(), n)));
    List<Span> spans = FlowResults.spans(nodes.values());
    return new AggregationResult(nodes, new Value.Mapping(metrics), FlowResults.usage(spans));
  }

  /// What an output that reads an aggregation node gives, if it is a number: it is a metric then,
  /// unless one of its name was logged.
  private static Optional<Value> number(FlowOutput output, Map<NodeName, NodeResult> nodes) {
    if (!(output.binding() instanceof Binding.FromNode(var node, var path))
        || !(nodes.get(node) instanceof NodeResult.Completed completed)) {
      return Optional.empty();
    }
    try {
      Value value = Properties.follow(path, completed.output());
      return value instanceof Value.Whole || value instanceof Value.Decimal
          ? Optional.of(value)
          : Optional.empty();
    } catch (Properties.NoSuchProperty nowhere) {
      return Optional.empty();
    }
  }

  /// The text under which a reference is contributed.
  static String key(Binding reference) {
    return text(reference);
  }
}
