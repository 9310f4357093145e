package io.promptflow4j.core.execution.control;

import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.template.chat.RoleGuard;
import io.promptflow4j.core.value.Value;

/// What a node gave, for a prompt: only what code gave may open roles.
final class Guarded {

  private Guarded() {}

  static Value output(Node node, Value output) {
    return switch (node) {
      case Node.ToolNode(_, var tool) when tool.isCode() -> RoleGuard.trust(output);
      case Node.ToolNode _, Node.Prompt _, Node.Llm _, Node.SubFlow _, Node.Choice _ ->
          RoleGuard.protect(output);
    };
  }

  /// Whether the node reads anything for a prompt.
  static boolean isForPrompts(Node node) {
    return switch (node) {
      case Node.Prompt _, Node.Llm _ -> true;
      case Node.ToolNode _, Node.SubFlow _, Node.Choice _ -> false;
    };
  }
}
