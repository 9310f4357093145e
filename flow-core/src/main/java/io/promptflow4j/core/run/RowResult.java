package io.promptflow4j.core.run;

import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.value.Value;
import java.time.Instant;
import java.util.Optional;

/// What one row of a run came to.
///
/// @param inputs the flow's inputs, mapped from the row
/// @param data the row itself, as it stands in the data set
/// @param outputs the flow's outputs; nothing if it failed
/// @param error why it failed
/// @param usage tokens of all its calls, those found on record included
/// @param contribution what it gives to the flow's aggregation nodes; nothing if the flow has none
/// @param detail node results and trace, as the JSON that `pf run show-details --format json` gives
///   for a row; read only when somebody asks for one row
public record RowResult(
    RowKey key,
    Status status,
    Value.Mapping inputs,
    Value.Mapping data,
    Value.Mapping outputs,
    Optional<RowError> error,
    TokenUsage usage,
    Instant started,
    Instant ended,
    Value.Mapping contribution,
    Value.Mapping detail) {

  /// How it ended. A row that was canceled is not kept: it runs again.
  public enum Status {
    COMPLETED("Completed"),
    FAILED("Failed");

    private final String label;

    Status(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /// Why a row failed.
  ///
  /// @param node the node that failed; empty if it was the row itself
  /// @param file the file to look at, relative to the flow folder
  /// @param line the line in it, counted from 1; 0 if unknown
  public record RowError(
      String code, String message, Optional<String> node, Optional<String> file, int line) {}
}
