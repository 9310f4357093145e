package io.promptflow4j.core.tool;

import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;

/// One call of a tool.
///
/// @param node the node that calls, for logs and errors
/// @param line the number of the row in a batch, counted from 0; 0 outside a batch
/// @param arguments by parameter name, in the order of the flow file
/// @param limit how long the call may take
/// @param chunks receives each piece of a streamed result while the tool still runs, on any thread;
///   the result holds the whole all the same
/// @param services asks services for the tool
public record ToolCall(
    String node,
    int line,
    SequencedMap<String, Argument> arguments,
    Duration limit,
    Consumer<Value> chunks,
    ToolContext.Services services) {

  public ToolCall {
    arguments = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(arguments));
  }

  /// A call whose services are asked directly.
  public ToolCall(
      String node,
      int line,
      SequencedMap<String, Argument> arguments,
      Duration limit,
      Consumer<Value> chunks) {
    this(node, line, arguments, limit, chunks, ToolContext.Services.DIRECT);
  }

  /// A call outside a batch that nobody listens to.
  public ToolCall(String node, Map<String, Argument> arguments, Duration limit) {
    this(node, 0, new LinkedHashMap<>(arguments), limit, _ -> {});
  }

  /// The limit as people know it: of the time that a node has, a little is gone when it calls.
  public Duration toldLimit() {
    long millis = limit.toMillis();
    return millis < 100 ? limit : Duration.ofMillis((millis + 9) / 10 * 10);
  }
}
