package io.promptflow4j.evaluators.evaluation.tool;

import io.promptflow4j.core.tool.Argument;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolCall;
import io.promptflow4j.core.tool.ToolResult;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.LinkedHashMap;

/// Calls the tools of evaluation flows as a flow would find them.
final class ToolBench {

  private ToolBench() {}

  /// @param inputs the arguments as a JSON object
  static ToolResult call(String id, String inputs) throws InterruptedException {
    var arguments = new LinkedHashMap<String, Argument>();
    ((Value.Mapping) Json.read(inputs))
        .entries()
        .forEach((name, value) -> arguments.put(name, new Argument.Data(value)));
    return find(id).call(new ToolCall("node", arguments, Duration.ofSeconds(10)));
  }

  /// What a call returns, as compact JSON.
  static String json(String id, String inputs) throws InterruptedException {
    return Json.write(call(id, inputs).value());
  }

  private static Tool find(String id) {
    return new EvaluatorTools()
        .tools().stream()
            .filter(tool -> tool.signature().name().equals(id))
            .findFirst()
            .orElseThrow();
  }
}
