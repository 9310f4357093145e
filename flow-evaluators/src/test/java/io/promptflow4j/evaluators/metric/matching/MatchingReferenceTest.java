package io.promptflow4j.evaluators.metric.matching;

import static io.promptflow4j.evaluators.metric.ScoreAssert.assertScored;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.evaluators.metric.ReferenceCase;
import io.promptflow4j.evaluators.metric.ReferenceFile;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Values of RapidFuzz 3.14, Python's `math.isclose` and prompt flow's own entity match; see
/// `matching_reference.py`.
class MatchingReferenceTest {

  static List<ReferenceCase> edits() {
    return ReferenceFile.cases("matching", "edit");
  }

  static List<ReferenceCase> numbers() {
    return ReferenceFile.cases("matching", "close");
  }

  static List<ReferenceCase> entities() {
    return ReferenceFile.cases("matching", "entities");
  }

  @ParameterizedTest
  @MethodSource("edits")
  void textsAreAsSimilarAsForRapidfuzz(ReferenceCase pair) {
    String some = pair.text("some");
    String other = pair.text("other");

    assertScored(EditDistance.distance(some, other), pair.number("distance"));
    assertScored(EditDistance.similarity(some, other), pair.number("similarity"));
    assertScored(JaroWinkler.similarity(some, other), pair.number("jaroWinkler"));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void numbersAreAsCloseAsForPython(ReferenceCase pair) {
    var match =
        new NumberMatch(pair.number("absolute"), pair.number("relative"), NumberMatch.Place.WHOLE);

    assertThat(match.isClose(pair.number("some"), pair.number("other")))
        .isEqualTo(pair.truth("close"));
  }

  @ParameterizedTest
  @MethodSource("entities")
  void entitiesMatchAsInPromptFlow(ReferenceCase line) {
    List<String> found = EntityMatch.entities(line.text("answer"));
    EntityMatch match = EntityMatch.of(found, EntityMatch.entities(line.text("reference")));

    assertThat(found).isEqualTo(line.texts("found"));
    assertScored(match.exact(), line.number("exact"));
    assertScored(match.partial(), line.number("partial"));
  }
}
