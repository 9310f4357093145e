package io.promptflow4j.evaluators.metric.labels;

import static io.promptflow4j.evaluators.metric.ScoreAssert.assertNotScored;
import static io.promptflow4j.evaluators.metric.ScoreAssert.assertScored;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.metric.PrecisionRecall;
import io.promptflow4j.evaluators.metric.ReferenceCase;
import io.promptflow4j.evaluators.metric.ReferenceFile;
import io.promptflow4j.evaluators.metric.Score;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Values of scikit-learn 1.9; see `matching_reference.py`.
class ConfusionMatrixTest {

  static List<ReferenceCase> cases() {
    return ReferenceFile.cases("matching", "labels");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aRunIsScoredAsByScikitLearn(ReferenceCase run) {
    ConfusionMatrix matrix = matrix(run);

    assertThat(matrix.labels()).isEqualTo(run.texts("labels"));
    assertScored(matrix.accuracy(), run.number("accuracy"));
    assertScored(matrix.balancedAccuracy(), run.number("balanced"));
    if (run.has("matthews")) {
      assertScored(matrix.matthews(), run.number("matthews"));
    } else {
      assertNotScored(matrix.matthews());
    }
    check(matrix.micro(), run.numbers("micro"));
    check(matrix.macro(), run.numbers("macro"));
    check(matrix.weighted(), run.numbers("weighted"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void eachLabelIsCountedAndScoredAsByScikitLearn(ReferenceCase run) {
    ConfusionMatrix matrix = matrix(run);
    List<String> labels = matrix.labels();

    for (int i = 0; i < labels.size(); i++) {
      List<Value> row = ((Value.Sequence) run.items("matrix").get(i)).items();
      for (int j = 0; j < labels.size(); j++) {
        assertThat(Value.of(matrix.count(labels.get(i), labels.get(j)))).isEqualTo(row.get(j));
      }
      PrecisionRecall scores = matrix.of(labels.get(i));
      check(scores.precision(), run.items("each").get(0), i);
      check(scores.recall(), run.items("each").get(1), i);
      check(scores.f1(), run.items("each").get(2), i);
    }
  }

  @Test
  void aRunWithoutLinesIsNotScored() {
    ConfusionMatrix empty = ConfusionMatrix.of(List.of());

    assertNotScored(empty.accuracy());
    assertNotScored(empty.balancedAccuracy());
    assertNotScored(empty.macro().f1());
    assertNotScored(empty.micro().f1());
    assertNotScored(empty.matthews());
  }

  private static ConfusionMatrix matrix(ReferenceCase run) {
    List<String> predicted = run.texts("predicted");
    var lines = new ArrayList<ConfusionMatrix.Line>();
    for (String expected : run.texts("expected")) {
      lines.add(new ConfusionMatrix.Line(expected, predicted.get(lines.size())));
    }
    return ConfusionMatrix.of(lines);
  }

  private static void check(Score score, Value column, int at) {
    Value expected = ((Value.Sequence) column).items().get(at);
    if (expected == Value.Null.NULL) {
      assertNotScored(score);
    } else {
      assertScored(score, ReferenceCase.asNumber(expected));
    }
  }

  private static void check(PrecisionRecall scores, List<Double> expected) {
    assertScored(scores.precision(), expected.get(0));
    assertScored(scores.recall(), expected.get(1));
    assertScored(scores.f1(), expected.get(2));
  }
}
