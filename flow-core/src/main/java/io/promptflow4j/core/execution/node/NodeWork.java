package io.promptflow4j.core.execution.node;

import io.promptflow4j.core.execution.NodeFailure;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.execution.reading.Properties;
import io.promptflow4j.core.execution.reading.Readings;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.Node;
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

  public NodeWork(ToolCalls tools, ModelCalls models) {
    this.tools = tools;
    this.models = models;
  }

  /// Runs `node` to its end; every failure is a result.
  ///
  /// @throws InterruptedException if the thread is interrupted while it waits
  public Settled run(Node node, Attempt attempt) throws InterruptedException {
    Instant start = Instant.now();
    try {
      return switch (node) {
        case Node.Prompt prompt -> runPrompt(prompt, attempt, start);
        case Node.Llm llm -> models.run(llm, attempt, start);
        case Node.ToolNode tool -> tools.run(tool, attempt, start);
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
