package io.promptflow4j.core.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalInt;

/// One try of a call, for the trace.
///
/// @param connection the connection that was tried
/// @param start when it began, the wait before it not included
/// @param waited how long it was held back before
/// @param result `answered`, or the code of the failure
/// @param status what the service answered, if it answered
/// @param message what went wrong; empty if nothing
public record CallAttempt(
    String connection,
    Instant start,
    Duration waited,
    Duration took,
    String result,
    OptionalInt status,
    Cost cost,
    String message) {

  /// What is known of its price.
  public enum Cost {
    /// Nothing left this machine.
    NOT_SENT,
    /// The service said no before it did anything.
    REFUSED,
    /// Sent, and the service may have done the work.
    IN_DOUBT,
    /// The service did the work.
    PAID;

    /// `not sent` and so on.
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /// What a failure that is known by its code alone has cost.
    public static Cost of(String code) {
      return switch (code) {
        case "missing-connection", "missing-key", "missing-model", "bad-parameter" -> NOT_SENT;
        case "unauthorized", "not-found", "rate-limited", "quota", "bad-request" -> REFUSED;
        case "truncated", "bad-reply", "content-filter" -> PAID;
        default -> IN_DOUBT;
      };
    }
  }
}
