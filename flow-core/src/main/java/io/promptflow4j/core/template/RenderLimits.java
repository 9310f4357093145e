package io.promptflow4j.core.template;

import java.time.Duration;

/// How much one rendering may take before it is stopped.
///
/// @param maxOutputChars the longest text, of the result and of every text computed on the way
/// @param maxSteps how many statements, calls and items may be worked through; building long texts
///   and lists counts by their size
/// @param maxTime how long it may last
public record RenderLimits(int maxOutputChars, long maxSteps, Duration maxTime) {

  /// One mebi of characters, ten million steps, half a second.
  public static final RenderLimits DEFAULT =
      new RenderLimits(1 << 20, 10_000_000L, Duration.ofMillis(500));
}
