package io.promptflow4j.evaluators.metric.vectors;

import static io.promptflow4j.evaluators.metric.ScoreAssert.assertNotScored;
import static io.promptflow4j.evaluators.metric.ScoreAssert.assertScored;

import io.promptflow4j.evaluators.metric.ReferenceCase;
import io.promptflow4j.evaluators.metric.ReferenceFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Values of SciPy 1.17; see `matching_reference.py`.
class VectorSimilarityTest {

  static List<ReferenceCase> cases() {
    return ReferenceFile.cases("matching", "vectors");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void vectorsAreAsCloseAsForScipy(ReferenceCase pair) {
    List<Double> some = pair.numbers("some");
    List<Double> other = pair.numbers("other");
    double distance = pair.number("euclidean");

    assertScored(VectorSimilarity.cosine(some, other), pair.number("cosine"));
    assertScored(VectorSimilarity.dotProduct(some, other), pair.number("dot"));
    assertScored(VectorSimilarity.euclideanDistance(some, other), distance);
    assertScored(VectorSimilarity.euclideanSimilarity(some, other), 1 / (1 + distance));
  }

  @Test
  void whatIsNoPairOfVectorsIsNotScored() {
    assertNotScored(VectorSimilarity.cosine(List.of(1.0), List.of(1.0, 2.0)));
    assertNotScored(VectorSimilarity.cosine(List.of(0.0), List.of(1.0)));
    assertNotScored(VectorSimilarity.dotProduct(List.of(), List.of()));
    assertNotScored(VectorSimilarity.dotProduct(List.of(Double.NaN), List.of(1.0)));
    assertNotScored(VectorSimilarity.cosine(List.of(Double.NaN), List.of(1.0)));
  }

  @Test
  void largeNumbersDoNotOverflow() {
    assertScored(VectorSimilarity.cosine(List.of(1e200, 0.0), List.of(1e200, 0.0)), 1);
  }
}
