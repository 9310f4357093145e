package io.promptflow4j.evaluators.evaluation.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;

class ScoreToolsTest {

  @Test
  void theMeanIsOverTheScoredRowsAndSaysHowManyThereAre() throws Exception {
    assertThat(
            metrics(
                "promptflow4j.scores.mean",
                """
                {"name": "quality",
                 "scores": [4, null, 2.0, true, {"score": 5}, {"score": null}, NaN, "4", []]}
                """))
        .isEqualTo("{\"quality\":3.0,\"quality.scored\":4,\"quality.not_scored\":5}");
  }

  @Test
  void nothingScoredIsNoNumber() throws Exception {
    assertThat(metrics("promptflow4j.scores.mean", "{\"name\": \"quality\", \"scores\": [null]}"))
        .isEqualTo("{\"quality.scored\":0,\"quality.not_scored\":1}");
  }

  @Test
  void aShareIsOfTruthUnlessALabelIsNamed() throws Exception {
    assertThat(
            metrics(
                "promptflow4j.scores.share",
                "{\"name\": \"pass\", \"scores\": [true, 1, 0.0, false, null, {\"score\": 1}]}"))
        .isEqualTo("{\"pass\":0.6,\"pass.scored\":5,\"pass.not_scored\":1}");
    assertThat(
            metrics(
                "promptflow4j.scores.share",
                """
                {"name": "severe", "of": ["High", "Medium"],
                 "scores": ["High", {"label": "Medium"}, {"label": null}, "Low", "Very low"]}
                """))
        .isEqualTo("{\"severe\":0.5,\"severe.scored\":4,\"severe.not_scored\":1}");
  }

  /// The percentiles are numpy.percentile([0, 50, 100], [50, 95]).
  @Test
  void quantilesAndSumsLeaveOutWhatIsNotScored() throws Exception {
    assertThat(
            metrics(
                "promptflow4j.scores.quantiles",
                "{\"name\": \"seconds\", \"scores\": [100, 0, null, 50]}"))
        .isEqualTo("{\"seconds.p50\":50.0,\"seconds.p95\":95.0}");
    assertThat(
            metrics("promptflow4j.scores.sum", "{\"name\": \"cost\", \"scores\": [0.5, null, 2]}"))
        .isEqualTo("{\"cost\":2.5,\"cost.scored\":2,\"cost.not_scored\":1}");
  }

  private static String metrics(String tool, String inputs) throws Exception {
    return Json.write(
        new Value.Mapping(new LinkedHashMap<>(ToolBench.call(tool, inputs).metrics())));
  }
}
