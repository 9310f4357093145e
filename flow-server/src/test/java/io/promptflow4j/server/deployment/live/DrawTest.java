package io.promptflow4j.server.deployment.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.promptflow4j.core.deployment.Split;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrawTest {

  private static final int CALLS = 10_000;

  private static double share(SortedMap<String, Integer> split, String wanted, long beginning) {
    var draw = new Draw(beginning);
    return IntStream.range(0, CALLS)
            .filter(_ -> draw.of(split).orElseThrow().equals(wanted))
            .count()
        / (double) CALLS;
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 42, -7, 123_456_789})
  void sharesAreWithinTwoPercentWhateverTheBeginning(long beginning) {
    assertThat(share(Split.read("blue=90 green=10"), "green", beginning))
        .isCloseTo(0.1, within(0.02));
    assertThat(share(Split.read("a=34 b=33 c=33"), "b", beginning)).isCloseTo(0.33, within(0.02));
  }

  @Test
  void namesAreSplitAlikeAndStay() {
    SortedMap<String, Integer> split = Split.read("blue=70 green=30");

    long green =
        IntStream.range(0, CALLS)
            .filter(i -> Draw.of(split, "caller " + i).orElseThrow().equals("green"))
            .count();

    assertThat(green / (double) CALLS).isCloseTo(0.3, within(0.02));
    assertThat(Draw.of(split, "caller 7")).isEqualTo(Draw.of(split, "caller 7"));
  }

  @Test
  void onlyAsManyNamesMoveAsHaveTo() {
    SortedMap<String, Integer> before = Split.read("blue=90 green=10");
    SortedMap<String, Integer> after = Split.read("blue=50 green=50");

    long moved =
        IntStream.range(0, CALLS)
            .filter(i -> !Draw.of(before, "caller " + i).equals(Draw.of(after, "caller " + i)))
            .count();
    boolean anyWentBack =
        IntStream.range(0, CALLS)
            .anyMatch(i ->
                Draw.of(before, "caller " + i).orElseThrow().equals("green")
                    && Draw.of(after, "caller " + i).orElseThrow().equals("blue"));

    assertThat(moved / (double) CALLS).isCloseTo(0.4, within(0.02));
    assertThat(anyWentBack).isFalse();
  }

  @Test
  void nobodyIsDrawnWithoutShares() {
    assertThat(new Draw(1).of(new TreeMap<>())).isEmpty();
    assertThat(Draw.of(new TreeMap<>(), "me")).isEmpty();
  }
}
