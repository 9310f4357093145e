package io.promptflow4j.core.trace;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The span of somebody else that a flow is run for, as the W3C header `traceparent` names it.
///
/// @param traceId 32 hexadecimal digits
/// @param spanId 16 hexadecimal digits
/// @param sampled whether that span is recorded
public record TraceParent(String traceId, String spanId, boolean sampled) {

  private static final Pattern HEADER =
      Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

  /// Reads a header; empty if it is none that counts.
  public static Optional<TraceParent> parse(String header) {
    Matcher parts = HEADER.matcher(header.strip());
    if (!parts.matches()
        || parts.group(1).equals("ff")
        || (parts.group(1).equals("00") && parts.group(5) != null)
        || isZero(parts.group(2))
        || isZero(parts.group(3))) {
      return Optional.empty();
    }
    boolean sampled = (Integer.parseInt(parts.group(4), 16) & 1) == 1;
    return Optional.of(new TraceParent(parts.group(2), parts.group(3), sampled));
  }

  private static boolean isZero(String digits) {
    return digits.chars().allMatch(digit -> digit == '0');
  }
}
