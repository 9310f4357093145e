package io.promptflow4j.core.execution.nested;

import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.execution.line.FlowExecutor;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;

/// About how many tokens a prompt and the longest answer have together: four characters of a
/// message are taken for a token, and three more for each message and for the answer's beginning.
final class TokenCount {

  private static final int CHARACTERS = 4;
  private static final int BESIDES = 3;

  private TokenCount() {}

  static long of(FlowGraph graph, FlowExecutor executor, RunRequest request) {
    return prompt(executor.rendered(request)) + longestAnswer(graph);
  }

  private static long prompt(Value rendered) {
    long count = BESIDES;
    if (rendered instanceof Value.Sequence(var messages)) {
      for (Value message : messages) {
        count += BESIDES + tokens(message);
      }
      return count;
    }
    return tokens(rendered);
  }

  private static long tokens(Value value) {
    return switch (value) {
      case Value.Text(var text) ->
          (text.codePointCount(0, text.length()) + CHARACTERS - 1L) / CHARACTERS;
      case Value.Mapping(var entries) ->
          entries.values().stream().mapToLong(TokenCount::tokens).sum();
      case Value.Sequence(var items) -> items.stream().mapToLong(TokenCount::tokens).sum();
      case Value.Whole _, Value.Decimal _, Value.Bool _ -> tokens(Value.of(Json.write(value)));
      case Value.Null _, Value.Image _ -> 0;
    };
  }

  private static long longestAnswer(FlowGraph graph) {
    for (Node node : graph.nodes()) {
      if (node.inputs().get("max_tokens") instanceof Binding.Literal(Value.Whole most)) {
        return most.clampedToInt();
      }
    }
    return 0;
  }
}
