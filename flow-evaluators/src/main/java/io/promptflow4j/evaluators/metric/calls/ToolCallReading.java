package io.promptflow4j.evaluators.metric.calls;

import java.util.List;

/// What came of reading tool calls.
public sealed interface ToolCallReading {

  /// The calls, in order; none is a legal answer.
  record Calls(List<ToolCall> calls) implements ToolCallReading {
    public Calls {
      calls = List.copyOf(calls);
    }
  }

  /// No calls could be read, and why.
  record Unreadable(String why) implements ToolCallReading {}
}
