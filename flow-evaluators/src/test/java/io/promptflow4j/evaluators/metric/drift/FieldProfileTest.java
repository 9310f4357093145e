package io.promptflow4j.evaluators.metric.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.promptflow4j.core.value.Value;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FieldProfileTest {

  private static StabilityIndex drift(List<Value> approved, List<Value> live) {
    FieldProfile profile = FieldProfile.of(approved);
    var counts = new long[profile.bins()];
    live.forEach(value -> counts[profile.bin(value)]++);
    return profile.compare(counts);
  }

  /// By scipy 1.17.1, as `src/test/python/stability_reference.py` asks it.
  @Test
  void theIndexAndItsNoiseAreThoseOfScipy() {
    StabilityIndex found =
        StabilityIndex.of(new long[] {50, 30, 20, 0, 0}, new long[] {10, 30, 40, 20, 0});

    assertThat(found.index()).isCloseTo(1.477577512334924, within(1e-12));
    assertThat(found.noise()).isCloseTo(0.1562945580650236, within(1e-9));
  }

  @Test
  void samplesOfOneDistributionPassTheNoiseAboutOnceInTwentyTimes() {
    var random = new Random(7);
    int passed = 0;
    for (int round = 0; round < 400; round++) {
      List<Value> approved = numbers(random, 400, 0);
      StabilityIndex found = drift(approved, numbers(random, 200, 0));
      passed += found.index() > found.noise() ? 1 : 0;
    }

    assertThat(passed).isBetween(4, 40);
    StabilityIndex shifted = drift(numbers(random, 400, 0), numbers(random, 200, 1));
    assertThat(shifted.index()).isGreaterThan(0.5).isGreaterThan(shifted.noise());
  }

  private static List<Value> numbers(Random random, int count, double shift) {
    return IntStream.range(0, count)
        .<Value>mapToObj(_ -> Value.of(random.nextGaussian() + shift))
        .toList();
  }

  @Test
  void fewDifferentValuesAreCategoriesAndNewOnesAreSeen() {
    List<Value> approved = texts("refund", 50, "delivery", 50);

    assertThat(drift(approved, texts("refund", 26, "delivery", 24)).index()).isLessThan(0.01);
    assertThat(drift(approved, texts("refund", 25, "politics", 25)).index()).isGreaterThan(1);
    assertThat(drift(approved, texts("refund", 90, "delivery", 10)).index()).isGreaterThan(0.2);
  }

  private static List<Value> texts(String one, int ones, String other, int others) {
    return Stream.concat(
            Stream.<Value>generate(() -> Value.of(one)).limit(ones),
            Stream.<Value>generate(() -> Value.of(other)).limit(others))
        .toList();
  }

  @Test
  void textsAreComparedByTheirLengthAndWhatIsMissingCounts() {
    List<Value> approved =
        IntStream.range(0, 100).<Value>mapToObj(i -> Value.of("x".repeat(i) + i)).toList();
    List<Value> longer =
        IntStream.range(0, 60).<Value>mapToObj(i -> Value.of("y".repeat(90 + i))).toList();
    List<Value> gone = Stream.<Value>generate(() -> Value.Null.NULL).limit(60).toList();

    assertThat(drift(approved, approved).index()).isZero();
    assertThat(drift(approved, longer).index()).isGreaterThan(1);
    assertThat(drift(approved, gone).index()).isGreaterThan(1);
  }

  @Test
  void nothingCantBeCompared() {
    assertThatThrownBy(() -> drift(texts("a", 5, "b", 5), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("without values");
  }
}
