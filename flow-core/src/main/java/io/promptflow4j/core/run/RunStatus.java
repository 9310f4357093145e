package io.promptflow4j.core.run;

import java.util.Locale;

/// Where a run stands; the words are prompt flow's.
public enum RunStatus {
  /// It was created and no process has begun it.
  NOT_STARTED("NotStarted"),
  /// A process works on it, or did until it was killed: then it can be resumed.
  RUNNING("Running"),
  /// Every row was tried; some may have failed.
  COMPLETED("Completed"),
  /// It could not go on as a whole.
  FAILED("Failed"),
  /// Somebody stopped it; it can be resumed.
  CANCELED("Canceled");

  private final String label;

  RunStatus(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  /// The status of that label, in any case.
  ///
  /// @throws IllegalArgumentException if there is none
  public static RunStatus of(String label) {
    for (RunStatus status : values()) {
      if (status.label.toLowerCase(Locale.ROOT).equals(label.toLowerCase(Locale.ROOT))) {
        return status;
      }
    }
    throw new IllegalArgumentException("no status is called '%s'".formatted(label));
  }
}
