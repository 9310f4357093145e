package io.promptflow4j.evaluators.metric.validity;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.evaluators.metric.ReferenceCase;
import io.promptflow4j.evaluators.metric.ReferenceFile;
import io.promptflow4j.evaluators.metric.Score;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What Python's canonical XML, html5lib and SQLite take for equal; see `equality_reference.py`.
class EqualityReferenceTest {

  static List<ReferenceCase> xml() {
    return ReferenceFile.cases("equality", "xml");
  }

  static List<ReferenceCase> html() {
    return ReferenceFile.cases("equality", "html");
  }

  static List<ReferenceCase> sql() {
    return ReferenceFile.cases("equality", "sql");
  }

  @ParameterizedTest
  @MethodSource("xml")
  void xmlIsEqualIfItsCanonicalFormIs(ReferenceCase line) {
    assertThat(XmlEquality.score(line.text("some"), line.text("other")))
        .isEqualTo(Score.of(line.truth("equal")));
  }

  @ParameterizedTest
  @MethodSource("html")
  void htmlIsEqualIfItsTreeIs(ReferenceCase line) {
    assertThat(HtmlEquality.score(line.text("some"), line.text("other")))
        .isEqualTo(Score.of(line.truth("equal")));
  }

  @ParameterizedTest
  @MethodSource("sql")
  void sqlIsEqualIfItCompilesToTheSame(ReferenceCase line) {
    assertThat(SqlEquality.score(line.text("some"), line.text("other")))
        .isEqualTo(Score.of(line.truth("equal")));
  }

  @Test
  void aBrokenAnswerIsWrongAndABrokenReferenceIsNotScored() {
    assertThat(XmlEquality.score("<a>", "<a/>")).isEqualTo(Score.of(false));
    assertThat(XmlEquality.score("<a/>", "<a>")).isInstanceOf(Score.NotScored.class);
    assertThat(HtmlEquality.score("<b>x", "<b>x</b>")).isEqualTo(Score.of(false));
    assertThat(HtmlEquality.score("<b>x</b>", "x")).isInstanceOf(Score.NotScored.class);
    assertThat(SqlEquality.score("SELECT FROM", "SELECT 1")).isEqualTo(Score.of(false));
    assertThat(SqlEquality.score("SELECT 1", "SELECT FROM")).isInstanceOf(Score.NotScored.class);
  }

  @Test
  void anEntityOfADocumentTypeIsNeverExpanded() {
    String bomb = "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><a>&e;</a>";

    assertThat(XmlEquality.score(bomb, "<a/>")).isEqualTo(Score.of(false));
  }
}
