package io.promptflow4j.core.trace;

import java.util.Map;
import java.util.Optional;

/// Takes the traces of lines that are over. It returns at once and never throws.
public interface TraceSink {

  /// A line is over.
  ///
  /// @param trace what happened, secrets masked
  /// @param parent the span of somebody else that it was part of
  /// @param line the number of the row in a batch
  /// @param failures codes of what failed, by the name of the node; that of the line by the name of
  ///   the trace
  void ended(Span trace, Optional<TraceParent> parent, int line, Map<String, String> failures);
}
