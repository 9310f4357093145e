package io.promptflow4j.core.template;

import java.time.Duration;

/// What one rendering may use.
public record RenderLimits(int maxOutputChars, long maxSteps, Duration maxTime) {
  public static final RenderLimits DEFAULT =
      new RenderLimits(1 << 20, 10_000_000, Duration.ofSeconds(2));
}
