package io.promptflow4j.core.model.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.model.TokenUsage;
import org.junit.jupiter.api.Test;

class UsageValueTest {

  @Test
  void isReadAsItWasWritten() {
    var counted = new TokenUsage(10, 5, 15, 3, 2);

    assertThat(UsageValue.read(UsageValue.of(counted))).isEqualTo(counted);
    assertThat(UsageValue.of(counted).get("estimated")).isNull();
    assertThat(UsageValue.read(UsageValue.of(counted.asEstimate())))
        .isEqualTo(counted.asEstimate());
    assertThat(UsageValue.read(null)).isEqualTo(TokenUsage.NONE);
  }
}
