package io.promptflow4j.core.deployment;

import java.util.List;
import java.util.Set;

/// What is kept of the requests of a deployment.
///
/// @param rate the share of requests that is kept, from 0 to 1
/// @param inputs whether inputs are kept with them
/// @param outputs whether outputs are kept with them
/// @param redact fields, at any depth, whose values are not kept
public record Collecting(double rate, boolean inputs, boolean outputs, List<String> redact) {

  /// Nothing is kept.
  public static final Collecting NOTHING = new Collecting(0, true, true, List.of());

  public Collecting {
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException("a share is from 0 to 1, not " + rate);
    }
    redact = List.copyOf(redact);
  }

  /// The names of redacted fields.
  public Set<String> redacted() {
    return Set.copyOf(redact);
  }
}
