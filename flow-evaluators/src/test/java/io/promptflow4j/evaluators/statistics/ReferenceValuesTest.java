package io.promptflow4j.evaluators.statistics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Holds every figure against what SciPy, statsmodels, R, brute force or the paper says.
///
/// The lines under `resources/statistics` name their source; `src/test/python` has the scripts that
/// made them.
class ReferenceValuesTest {

  private static final double TOLERANCE = 1e-6;

  private static final List<String> FILES =
      List.of(
          "adjustments",
          "agreement",
          "binary",
          "correlation",
          "describe",
          "paired",
          "planning",
          "r");

  @TestFactory
  Stream<DynamicTest> ourNumbersAreTheirs() throws IOException {
    List<Value.Mapping> cases = cases();
    return IntStream.range(0, cases.size())
        .mapToObj(
            i -> DynamicTest.dynamicTest(i + " " + kind(cases.get(i)), () -> check(cases.get(i))));
  }

  @Test
  void thereAreCasesOfEveryKind() throws IOException {
    List<Value.Mapping> cases = cases();

    assertThat(cases).hasSizeGreaterThan(400);
    assertThat(new TreeSet<>(cases.stream().map(ReferenceValuesTest::kind).toList()))
        .isEqualTo(new TreeSet<>(ReferenceFigures.OURS.keySet()));
  }

  private static void check(Value.Mapping one) {
    var input = (Value.Mapping) of(one, "input");
    Map<String, double[]> ours = ReferenceFigures.of(kind(one), new Given(input));
    double tolerance = kind(one).endsWith("_rounded") ? 5.1e-4 : TOLERANCE;
    String source = Given.text(of(one, "source"));
    ((Value.Mapping) of(one, "expected"))
        .entries()
        .forEach((name, expected) -> {
          double[] theirs = Given.numbers(expected);
          assertThat(figure(ours, name)).as("%s by %s", name, source).hasSize(theirs.length);
          for (int i = 0; i < theirs.length; i++) {
            double scale = Math.max(1, Math.abs(theirs[i]));
            assertThat(figure(ours, name)[i])
                .as("%s by %s of %s", name, source, input)
                .isCloseTo(theirs[i], within(tolerance * scale));
          }
        });
  }

  private static String kind(Value.Mapping one) {
    return Given.text(of(one, "of"));
  }

  private static Value of(Value.Mapping one, String name) {
    return Objects.requireNonNull(one.get(name), name);
  }

  private static double[] figure(Map<String, double[]> ours, String name) {
    return Objects.requireNonNull(ours.get(name), name);
  }

  private static List<Value.Mapping> cases() throws IOException {
    var cases = new ArrayList<Value.Mapping>();
    for (String file : FILES) {
      try (InputStream in =
          ReferenceValuesTest.class.getResourceAsStream("/statistics/" + file + ".jsonl")) {
        new String(Objects.requireNonNull(in, file).readAllBytes(), UTF_8)
            .lines()
            .forEach(line -> cases.add((Value.Mapping) Json.read(line)));
      }
    }
    return cases;
  }
}
