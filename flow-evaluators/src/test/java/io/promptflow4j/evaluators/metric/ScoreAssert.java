package io.promptflow4j.evaluators.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// Holds a score against a number that another program computed.
public final class ScoreAssert {

  private ScoreAssert() {}

  public static void assertScored(Score score, double expected) {
    assertThat(score).isInstanceOf(Score.Scored.class);
    assertThat(((Score.Scored) score).value()).isCloseTo(expected, within(1e-9));
  }

  public static void assertNotScored(Score score) {
    assertThat(score).isInstanceOf(Score.NotScored.class);
  }
}
