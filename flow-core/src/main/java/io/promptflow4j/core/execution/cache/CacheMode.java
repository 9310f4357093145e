package io.promptflow4j.core.execution.cache;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// Who may be given an answer that somebody else asked for.
public enum CacheMode {
  /// Nobody: each row asks for itself.
  OFF,
  /// Equal rows of the same run, and of runs that share their calls with it.
  RUN,
  /// Whoever asks the same in the same workspace.
  SHARED;

  /// The mode called `written`, in any case.
  ///
  /// @throws IllegalArgumentException if there is none
  public static CacheMode named(String written) {
    return Arrays.stream(values())
        .filter(mode -> mode.written().equals(written.strip().toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'%s' is none of %s"
                    .formatted(
                        written,
                        Arrays.stream(values())
                            .map(CacheMode::written)
                            .collect(Collectors.joining(", ")))));
  }

  /// `off`, `run` or `shared`.
  public String written() {
    return name().toLowerCase(Locale.ROOT);
  }
}
