package io.promptflow4j.evaluators.metric.ranking;

import static io.promptflow4j.evaluators.metric.ScoreAssert.assertNotScored;
import static io.promptflow4j.evaluators.metric.ScoreAssert.assertScored;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptflow4j.evaluators.metric.ReferenceCase;
import io.promptflow4j.evaluators.metric.ReferenceFile;
import io.promptflow4j.evaluators.metric.ranking.Ranking.Gain;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Values of scikit-learn 1.9 (`ndcg_score`, `average_precision_score`, `precision_score`,
/// `recall_score`); see `matching_reference.py`.
class RankingTest {

  static List<ReferenceCase> cases() {
    return ReferenceFile.cases("matching", "ranking");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void anOrderIsScoredAsByScikitLearn(ReferenceCase line) {
    var ranking = new Ranking(line.texts("retrieved"), grades(line));
    List<Double> cuts = line.numbers("ks");

    for (int i = 0; i < cuts.size(); i++) {
      int k = cuts.get(i).intValue();
      assertScored(ranking.ndcgAt(k, Gain.LINEAR), line.numbers("linear").get(i));
      assertScored(ranking.ndcgAt(k, Gain.EXPONENTIAL), line.numbers("exponential").get(i));
      if (line.has("precision") && i < 3) {
        assertScored(ranking.precisionAt(k), line.numbers("precision").get(i));
        assertScored(ranking.recallAt(k), line.numbers("recall").get(i));
      }
    }
    if (line.has("averagePrecision")) {
      assertScored(ranking.averagePrecision(), line.number("averagePrecision"));
      assertScored(ranking.reciprocalRank(), line.number("reciprocalRank"));
    }
  }

  private static Map<String, Double> grades(ReferenceCase line) {
    var grades = new LinkedHashMap<String, Double>();
    line.mapping("grades")
        .entries()
        .entries()
        .forEach((id, grade) -> grades.put(id, ReferenceCase.asNumber(grade)));
    return grades;
  }

  @Test
  void aRelevantDocumentThatWasNotRetrievedCountsAgainstTheList() {
    Ranking ranking = Ranking.of(List.of("a", "x"), Set.of("a", "b"));

    assertScored(ranking.averagePrecision(), 0.5);
    assertScored(ranking.recallAt(2), 0.5);
    assertScored(ranking.precisionAt(4), 0.25);
    assertScored(ranking.hitAt(1), 1);
    assertScored(Ranking.of(List.of("x"), Set.of("a")).hitAt(5), 0);
    assertScored(Ranking.of(List.of(), Set.of("a")).ndcg(Gain.LINEAR), 0);
  }

  @Test
  void aDocumentRetrievedTwiceCountsOnce() {
    Ranking ranking = Ranking.of(List.of("a", "a", "b"), Set.of("a", "b"));

    assertScored(ranking.recallAt(2), 1);
    assertScored(ranking.averagePrecision(), 1);
  }

  @Test
  void aQuestionWithoutARelevantDocumentIsNotScored() {
    Ranking ranking = Ranking.of(List.of("a"), Set.of());

    assertNotScored(ranking.ndcg(Gain.LINEAR));
    assertNotScored(ranking.averagePrecision());
    assertNotScored(ranking.reciprocalRank());
    assertNotScored(ranking.recallAt(1));
    assertNotScored(ranking.hitAt(1));
    assertNotScored(ranking.precisionAt(1));
  }

  @Test
  void gradesAndCutsMustMakeSense() {
    assertThatThrownBy(() -> new Ranking(List.of(), Map.of("a", -1.0)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Ranking.of(List.of("a"), Set.of("a")).precisionAt(0))
        .hasMessageContaining("at least 1");
  }
}
