package io.promptflow4j.core.execution;

import io.promptflow4j.core.trace.Span;
import io.promptflow4j.core.value.Value;
import java.util.Collections;
import java.util.List;
import java.util.SequencedMap;

/// What a node came to.
public sealed interface NodeResult {

  /// The word the original uses: `Completed`, `Failed`, `Bypassed`, `Canceled`.
  String status();

  /// What it had to say while it ran, line by line.
  default List<String> logs() {
    return List.of();
  }

  /// It gave a value.
  ///
  /// @param metrics what it logged with `log_metric`; only those of aggregation nodes count
  record Completed(Value output, List<String> logs, SequencedMap<String, Value> metrics, Span span)
      implements NodeResult {
    public Completed {
      logs = List.copyOf(logs);
    }

    public Completed(Value output, List<String> logs, Span span) {
      this(output, logs, Collections.emptyNavigableMap(), span);
    }

    @Override
    public String status() {
      return "Completed";
    }
  }

  /// It failed, and the line with it.
  record Failed(NodeFailure failure, List<String> logs, Span span) implements NodeResult {
    public Failed {
      logs = List.copyOf(logs);
    }

    @Override
    public String status() {
      return "Failed";
    }
  }

  /// Its activation said no, or everything it reads was bypassed.
  enum Bypassed implements NodeResult {
    BYPASSED;

    @Override
    public String status() {
      return "Bypassed";
    }
  }

  /// The line ended before it could start or finish.
  enum Canceled implements NodeResult {
    CANCELED;

    @Override
    public String status() {
      return "Canceled";
    }
  }
}
