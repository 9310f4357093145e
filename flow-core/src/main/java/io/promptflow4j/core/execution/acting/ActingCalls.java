package io.promptflow4j.core.execution.acting;

import io.promptflow4j.core.execution.node.Attempt;
import io.promptflow4j.core.execution.node.ModelCalls;
import io.promptflow4j.core.execution.node.NodeWork;
import io.promptflow4j.core.execution.node.Settled;
import io.promptflow4j.core.execution.node.ToolCalls;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.Offer.Offered;
import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.provider.Models;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/// Runs `llm` nodes whose model may call tools. Thread-safe.
public final class ActingCalls implements NodeWork.ModelActs {

  private final Models models;
  private final ToolCalls tools;
  private final NodeRuns runs;

  /// Runs a node with all that its author says of how it is done.
  @FunctionalInterface
  public interface NodeRuns {
    Settled run(Node node, Attempt attempt) throws InterruptedException;
  }

  public ActingCalls(Models models, ToolCalls tools, NodeRuns runs) {
    this.models = models;
    this.tools = tools;
    this.runs = runs;
  }

  @Override
  public Settled run(Node.Llm node, Attempt attempt, Instant start) throws InterruptedException {
    var conversation = new Conversation(node, attempt, runs, start);
    try {
      LanguageModel model = ModelCalls.model(models, node, NodeWork.inputs(node, attempt.plain()));
      return conversation.run(model, functions(node, attempt));
    } catch (ToolException untold) {
      return conversation.failed(
          new ModelException("tool-failed", String.valueOf(untold.getMessage()), false, untold));
    }
  }

  /// What the model may call, by the name that it is told.
  private SequencedMap<String, Function> functions(Node.Llm node, Attempt attempt)
      throws InterruptedException {
    var functions = new LinkedHashMap<String, Function>();
    for (Offered offered : node.offer().tools()) {
      Optional<Node.ToolNode> remote =
          offered.node() instanceof Node.ToolNode tool && tool.tool() instanceof Tool.Remote
              ? Optional.of(tool)
              : Optional.empty();
      if (remote.isEmpty()) {
        add(Function.of(offered), functions);
      } else if (remote.get().tool() instanceof Tool.Remote there) {
        for (Tool.Described said : there.described(tools.call(remote.get(), attempt))) {
          add(Function.of(offered, remote.get(), there, said), functions);
        }
      }
    }
    return functions;
  }

  /// Of two with the same name, the later one gets its node's before it.
  private static void add(Function function, SequencedMap<String, Function> functions) {
    String name =
        functions.containsKey(function.name())
            ? Function.named(function.node().name().value() + "_" + function.name())
            : function.name();
    functions.putIfAbsent(
        name, new Function(name, function.description(), function.schema(), function.node()));
  }
}
