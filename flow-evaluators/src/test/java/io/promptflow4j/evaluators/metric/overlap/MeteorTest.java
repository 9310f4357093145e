package io.promptflow4j.evaluators.metric.overlap;

import static io.promptflow4j.evaluators.metric.ScoreAssert.assertScored;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.evaluators.metric.ReferenceCase;
import io.promptflow4j.evaluators.metric.ReferenceFile;
import io.promptflow4j.evaluators.metric.text.WordNet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every score was computed by NLTK 3.8 over WordNet 3.0; see `meteor_reference.py`.
class MeteorTest {

  static List<ReferenceCase> pairs() {
    return ReferenceFile.cases("meteor");
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void isThatOfNltkWithItsWordNet(ReferenceCase pair) {
    List<String> answer = pair.texts("answerTokens");
    List<String> reference = pair.texts("referenceTokens");

    assertScored(Meteor.STANDARD.score(answer, reference), pair.number("meteor"));
    assertScored(
        new Meteor(0.8, 2, 0.4, WordNet::synonyms).score(answer, reference), pair.number("other"));
  }

  @Test
  void wordsAreFoundByTheirBaseForms() {
    assertThat(WordNet.synonyms("automobiles")).contains("car", "automobile", "motorcar");
    assertThat(WordNet.synonyms("mice")).contains("mouse").doesNotContain("mice");
    assertThat(WordNet.synonyms("went")).contains("travel", "go");
    assertThat(WordNet.synonyms("tokyo")).doesNotContain("tokyo");
    assertThat(WordNet.synonyms("xyzzy")).isEmpty();
    assertThat(WordNet.synonyms("")).isEmpty();
  }
}
