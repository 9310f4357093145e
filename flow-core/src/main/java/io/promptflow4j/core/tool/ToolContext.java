package io.promptflow4j.core.tool;

import io.promptflow4j.core.value.Value;

/// What a tool written in Java may know and tell about the call it serves.
///
/// A Java tool that declares a parameter of this type is given it; the flow file does not name it.
/// It may be used from any thread until the tool has returned; what is told later is dropped.
public interface ToolContext {

  /// The node that calls.
  String node();

  /// The number of the row in a batch, counted from 0; 0 outside a batch.
  int line();

  /// Adds to the node's log; a text of several lines becomes several entries.
  void log(String text);

  /// Reports a metric of the run, as `log_metric` does in Python. The last value of a name counts.
  void metric(String name, Value value);

  /// Tells of a call of a service, with the tokens it took: for the trace, and to be counted with
  /// the model calls of the run. What it cost is found by the connection that the tool was given,
  /// if the call does not say.
  default void called(ToolResult.InnerCall call) {}

  /// Reports a number as a metric of the run.
  default void metric(String name, double number) {
    metric(name, Value.of(number));
  }
}
