package io.promptflow4j.core.execution.node;

import io.promptflow4j.core.execution.NodeFailure;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.execution.reading.Properties;
import io.promptflow4j.core.execution.reading.Readings;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.PropertyPath;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.template.RenderLimits;
import io.promptflow4j.core.template.Template;
import io.promptflow4j.core.template.TemplateRenderException;
import io.promptflow4j.core.template.chat.PromptText;
import io.promptflow4j.core.template.chat.RoleGuard;
import io.promptflow4j.core.value.Value;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// Runs one node of any kind: reads its inputs, does the work, says what it came to. Thread-safe.
public final class NodeWork {

  private final ToolCalls tools;
  private final ModelCalls models;
  private final FlowCalls flows;

  private final ModelActs acts;

  public NodeWork(ToolCalls tools, ModelCalls models, FlowCalls flows, ModelActs acts) {
    this.tools = tools;
    this.models = models;
    this.flows = flows;
    this.acts = acts;
  }

  /// Runs `llm` nodes whose model may call tools.
  @FunctionalInterface
  public interface ModelActs {
    Settled run(Node.Llm node, Attempt attempt, Instant start) throws InterruptedException;
  }

  /// Runs `flow` nodes.
  @FunctionalInterface
  public interface FlowCalls {
    Settled run(Node.SubFlow node, Attempt attempt, Instant start) throws InterruptedException;
  }

  /// Runs `node` to its end; every failure is a result.
  ///
  /// @throws InterruptedException if the thread is interrupted while it waits
  public Settled run(Node node, Attempt attempt) throws InterruptedException {
    Instant start = Instant.now();
    try {
      return switch (node) {
        case Node.Prompt prompt -> runPrompt(prompt, attempt, start);
        case Node.Llm llm when llm.offer().isNone() -> models.run(llm, attempt, start);
        case Node.Llm llm -> acts.run(llm, attempt, start);
        case Node.ToolNode tool -> tools.run(tool, attempt, start);
        case Node.SubFlow flow -> flows.run(flow, attempt, start);
        case Node.Choice choice -> choose(choice, attempt, start);
      };
    } catch (UnreadableInput unreadable) {
      return failed(NodeFailures.badProperty(node, unreadable.input, unreadable.nowhere), start);
    } catch (TemplateRenderException problem) {
      return failed(NodeFailures.of(node, problem), start);
    } catch (ModelException problem) {
      return failed(NodeFailures.of(node, problem), start);
    }
  }

  private static Settled runPrompt(Node.Prompt node, Attempt attempt, Instant start) {
    PromptText text =
        render(node.template(), inputs(node, attempt.prompts()), RoleGuard.Lists.AS_PYTHON);
    Value output = Value.of(text.plain());
    var span =
        Spans.completed(
            node,
            start,
            new Value.Mapping(inputs(node, attempt.plain())),
            output,
            TokenUsage.NONE,
            List.of());
    return new Settled(new NodeResult.Completed(output, List.of(), span), text);
  }

  /// Nothing runs: the branch that did has settled. Without one, the node is bypassed.
  private static Settled choose(Node.Choice node, Attempt attempt, Instant start) {
    Readings readings = attempt.plain();
    Value value = read(Node.Choice.VALUE, node.value(), readings);
    NodeName named = node.cases().get(Node.Choice.caseOf(value));
    NodeName branch = named == null ? node.otherwise().orElse(null) : named;
    if (branch == null || readings.isBypassed(branch)) {
      return Settled.BYPASSED;
    }
    Value output = readings.node(branch, PropertyPath.WHOLE);
    var inputs = new LinkedHashMap<String, Value>();
    inputs.put(Node.Choice.VALUE, value);
    inputs.put("branch", Value.of(branch.value()));
    var span =
        Spans.completed(node, start, new Value.Mapping(inputs), output, TokenUsage.NONE, List.of());
    return Settled.of(new NodeResult.Completed(output, List.of(), span));
  }

  /// Fills a template so that the text knows which words are the author's.
  static PromptText render(Template template, Map<String, Value> variables, RoleGuard.Lists lists) {
    return new PromptText(
        template.render(variables, RenderLimits.DEFAULT, RoleGuard.output(lists)));
  }

  private static Settled failed(NodeFailure failure, Instant start) {
    return Settled.of(
        new NodeResult.Failed(failure, List.of(), Spans.failed(failure, start, Instant.now())));
  }

  /// The values of all inputs of a node.
  ///
  /// @throws UnreadableInput if a reference leads nowhere
  public static SequencedMap<String, Value> inputs(Node node, Readings readings) {
    var values = new LinkedHashMap<String, Value>();
    node.inputs().forEach((name, binding) -> values.put(name, read(name, binding, readings)));
    return values;
  }

  public static Value read(String input, Binding binding, Readings readings) {
    try {
      return readings.of(binding);
    } catch (Properties.NoSuchProperty nowhere) {
      throw new UnreadableInput(input, nowhere);
    }
  }

  /// An input's reference leads nowhere; becomes the node's failure.
  static final class UnreadableInput extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String input;
    private final transient Properties.NoSuchProperty nowhere;

    UnreadableInput(String input, Properties.NoSuchProperty nowhere) {
      super(input, nowhere);
      this.input = input;
      this.nowhere = nowhere;
    }
  }
}
