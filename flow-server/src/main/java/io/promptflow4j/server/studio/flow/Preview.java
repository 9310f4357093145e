package io.promptflow4j.server.studio.flow;

import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.model.billing.TokenCounter;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.studio.workspace.Asked;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What a node would ask a model or a tool with the inputs of a row: rendered messages, arguments,
/// tokens. Nothing is called.
final class Preview {

  private static final int FRAME = 3;

  private final OpenFlows flows;

  Preview(OpenFlows flows) {
    this.flows = flows;
  }

  /// @param asked `node` and `inputs`, the latter as for a run of one node
  Value.Mapping of(Path file, Asked asked) {
    String node = asked.text("node");
    var journal =
        new DebugJournal(
            new DebugMemory(),
            new DebugJournal.Plan(_ -> false, Optional.of(node), Map.of()),
            (_, _, _) -> {});
    try (var lease = flows.take(file, CheckRoutes.texts(asked.object("variants")))) {
      FlowResult result =
          lease.flow().runNode(node, RunRequest.of(asked.object("inputs")).withJournal(journal));
      var fields = new Fields().put("node", node);
      if (!journal.stopped().isEmpty()) {
        Value.Mapping request = journal.stopped().values().iterator().next();
        return fields.put("request", request).put("tokens", tokens(request)).end();
      }
      result.nodes().values().forEach(came -> put(fields, came));
      return fields.end();
    }
  }

  private static void put(Fields fields, NodeResult came) {
    switch (came) {
      case NodeResult.Completed(var output, _, _, _) -> {
        fields.put("output", output);
        fields.put("tokens", TokenCounter.of(text(output)));
      }
      case NodeResult.Failed(var failure, _, _) -> {
        fields.put("problem", failure.message());
        fields.put("file", failure.file());
        fields.put("line", failure.line());
      }
      case NodeResult.Bypassed _, NodeResult.Canceled _ -> fields.put("problem", "It did not run.");
    }
  }

  private static long tokens(Value.Mapping request) {
    long tokens = 0;
    if (request.get("messages") instanceof Value.Sequence(var messages)) {
      for (Value message : messages) {
        tokens += FRAME + TokenCounter.of(content(message));
      }
    }
    return request.get("prompt") instanceof Value.Text(var prompt)
        ? tokens + TokenCounter.of(prompt)
        : tokens;
  }

  private static String content(Value message) {
    return message instanceof Value.Mapping fields && fields.get("content") != null
        ? text(fields.get("content"))
        : "";
  }

  private static String text(@org.jspecify.annotations.Nullable Value value) {
    if (value == null) {
      return "";
    }
    return value instanceof Value.Text(var text) ? text : Json.write(value);
  }
}
