package io.promptflow4j.core.execution.line;

import io.promptflow4j.core.execution.node.Settled;
import io.promptflow4j.core.execution.reading.Properties;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.PropertyPath;
import io.promptflow4j.core.template.chat.PromptText;
import io.promptflow4j.core.template.chat.RoleGuard;
import io.promptflow4j.core.value.Value;

/// Marks a node's output for the prompts that read it by who wrote it.
final class Provenance {

  private Provenance() {}

  /// A prompt node's text keeps the roles its author wrote, the output of the flow's own code may
  /// hold roles; a model's answer may not, nor may what a flow, a branch or a service gives.
  static Value marked(Node node, Settled settled, PropertyPath path) {
    return switch (node) {
      case Node.Prompt _ -> {
        PromptText text = settled.promptText();
        yield text != null && path.steps().isEmpty()
            ? text.handedOn()
            : RoleGuard.protect(Properties.follow(path, settled.output()));
      }
      case Node.ToolNode(_, var tool) when tool.isCode() ->
          RoleGuard.trust(Properties.follow(path, settled.output()));
      case Node.Llm _, Node.SubFlow _, Node.Choice _, Node.ToolNode _ ->
          RoleGuard.protect(Properties.follow(path, settled.output()));
    };
  }
}
