package io.promptflow4j.core.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ToolCallTest {

  @Test
  void tellsTheLimitThatTheAuthorWrote() {
    assertThat(told(Duration.ofSeconds(1).minusNanos(300_000))).isEqualTo(Duration.ofSeconds(1));
    assertThat(told(Duration.ofMillis(1_493))).isEqualTo(Duration.ofMillis(1_500));
    assertThat(told(Duration.ofMillis(7))).isEqualTo(Duration.ofMillis(7));
  }

  private static Duration told(Duration limit) {
    return new ToolCall("n", Map.of(), limit).toldLimit();
  }
}
