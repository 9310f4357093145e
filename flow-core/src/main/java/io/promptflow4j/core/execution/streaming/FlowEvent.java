package io.promptflow4j.core.execution.streaming;

import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.value.Value;

/// Something that came of a line while it ran. The last one of a line is [Ended].
public sealed interface FlowEvent {

  /// The outputs that are known before the first piece of another one comes.
  record Known(Value.Mapping outputs) implements FlowEvent {}

  /// A piece of an output, such as a few letters of a model's answer.
  ///
  /// @param output the name of the flow's output
  record Piece(String output, Value value) implements FlowEvent {

    /// The piece as text.
    public String text() {
      return value instanceof Value.Text(var text) ? text : String.valueOf(value.toPlain());
    }
  }

  /// It is over.
  record Ended(FlowResult result) implements FlowEvent {}
}
