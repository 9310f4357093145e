package io.promptflow4j.evaluators.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
    List<JsonNode> cases = cases();
    return IntStream.range(0, cases.size())
        .mapToObj(i ->
            DynamicTest.dynamicTest(
                i + " " + cases.get(i).path("of").asText(), () -> check(cases.get(i))));
  }

  @Test
  void thereAreCasesOfEveryKind() throws IOException {
    List<JsonNode> cases = cases();

    assertThat(cases).hasSizeGreaterThan(400);
    assertThat(new TreeSet<>(cases.stream().map(one -> one.path("of").asText()).toList()))
        .isEqualTo(new TreeSet<>(ReferenceFigures.OURS.keySet()));
  }

  private static void check(JsonNode one) {
    Map<String, double[]> ours =
        ReferenceFigures.of(one.path("of").asText(), new Given(one.path("input")));
    double tolerance = one.path("of").asText().endsWith("_rounded") ? 5.1e-4 : TOLERANCE;
    one.path("expected")
        .properties()
        .forEach(expected -> {
          double[] theirs =
              expected.getValue().isArray()
                  ? Given.numbers(expected.getValue())
                  : new double[] {expected.getValue().asDouble()};
          assertThat(figure(ours, expected.getKey()))
              .as("%s by %s", expected.getKey(), one.path("source").asText())
              .hasSize(theirs.length);
          for (int i = 0; i < theirs.length; i++) {
            double scale = Math.max(1, Math.abs(theirs[i]));
            assertThat(figure(ours, expected.getKey())[i])
                .as("%s by %s of %s", expected.getKey(), one.path("source"), one.path("input"))
                .isCloseTo(theirs[i], within(tolerance * scale));
          }
        });
  }

  private static double[] figure(Map<String, double[]> ours, String name) {
    return Objects.requireNonNull(ours.get(name), name);
  }

  private static List<JsonNode> cases() throws IOException {
    var mapper = new ObjectMapper();
    var cases = new ArrayList<JsonNode>();
    for (String file : FILES) {
      try (InputStream in =
              ReferenceValuesTest.class.getResourceAsStream("/statistics/" + file + ".jsonl");
          var values = mapper.readerFor(JsonNode.class).<JsonNode>readValues(in)) {
        values.forEachRemaining(cases::add);
      }
    }
    return cases;
  }
}
