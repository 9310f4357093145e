package io.promptflow4j.core.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Python refuses whole numbers of more than 4,300 digits, and they take long to read.
class LargeNumberTest {

  @Test
  void aTextBecomesAWholeNumberOfAsManyDigitsAsPythonReads() {
    assertThat(Coercion.to(ValueType.INT, Value.of("9".repeat(4_300))))
        .isInstanceOf(Coercion.Fits.class);
  }

  @Test
  void aLongerOneIsRefusedAtOnce() {
    assertThat(Coercion.to(ValueType.INT, Value.of("9".repeat(2_000_000))))
        .isEqualTo(
            new Coercion.Refused(
                "2,000,000 characters are too many for a whole number; 4,300 digits are the most"));
  }
}
