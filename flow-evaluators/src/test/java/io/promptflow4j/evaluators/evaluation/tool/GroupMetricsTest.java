package io.promptflow4j.evaluators.evaluation.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.metric.ReferenceCase;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class GroupMetricsTest {

  private static final String LABELS =
      """
      {"name": "run",
       "answers": ["a", "b", "b", "c", "a", "a", null, "b"],
       "ground_truths": ["a", "b", "a", "c", "c", "a", "a", null]}
      """;

  /// scikit-learn 1.4: accuracy_score, balanced_accuracy_score, f1_score (macro),
  /// matthews_corrcoef.
  @Test
  void classificationIsAsScikitLearnHasIt() throws Exception {
    Map<String, Value> metrics = metrics("promptflow4j.metrics.classification", LABELS);

    check(metrics, "run.accuracy", 0.6666666666666666);
    check(metrics, "run.balanced_accuracy", 0.7222222222222222);
    check(metrics, "run.macro_f1", 0.6666666666666666);
    check(metrics, "run.matthews", 0.5);
    assertThat(metrics)
        .containsEntry("run.scored", Value.of(6))
        .containsEntry("run.not_scored", Value.of(2));
  }

  /// scikit-learn's cohen_kappa_score, and α from the coincidence matrix (Krippendorff 2011).
  @Test
  void agreementIsBeyondChance() throws Exception {
    Map<String, Value> metrics = metrics("promptflow4j.metrics.agreement", LABELS);

    check(metrics, "run.kappa", 0.4782608695652174);
    check(metrics, "run.alpha", 0.5111111111111111);
  }

  /// sacreBLEU 2: corpus_bleu and corpus_chrf.
  @Test
  void overlapOfAWholeRunIsNotTheMeanOfItsRows() throws Exception {
    Map<String, Value> metrics =
        metrics(
            "promptflow4j.metrics.corpus_overlap",
            """
            {"name": "run", "answers": ["The cat sat.", "A dog ran home."],
             "ground_truths": ["The cat sat down.", "A dog ran home."]}
            """);

    check(metrics, "run.bleu", 73.57970497333639);
    check(metrics, "run.chrf", 79.26199925272502);
  }

  @Test
  void withoutARowThereIsNoFigure() throws Exception {
    assertThat(
            metrics(
                "promptflow4j.metrics.agreement",
                "{\"name\": \"run\", \"answers\": [null], \"ground_truths\": [\"a\"]}"))
        .containsOnlyKeys("run.scored", "run.not_scored");
  }

  private static void check(Map<String, Value> metrics, String name, double expected) {
    assertThat(ReferenceCase.asNumber(Objects.requireNonNull(metrics.get(name), name)))
        .isCloseTo(expected, within(1e-9));
  }

  private static Map<String, Value> metrics(String tool, String inputs) throws Exception {
    return ToolBench.call(tool, inputs).metrics();
  }
}
