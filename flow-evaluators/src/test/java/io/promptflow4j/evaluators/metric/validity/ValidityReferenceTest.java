package io.promptflow4j.evaluators.metric.validity;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.evaluators.metric.ReferenceCase;
import io.promptflow4j.evaluators.metric.ReferenceFile;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Verdicts of Python's `json`, Expat and SQLite; see `validity_reference.py`.
class ValidityReferenceTest {

  static List<ReferenceCase> json() {
    return ReferenceFile.cases("validity", "json");
  }

  static List<ReferenceCase> xml() {
    return ReferenceFile.cases("validity", "xml");
  }

  static List<ReferenceCase> sql() {
    return ReferenceFile.cases("validity", "sql");
  }

  @ParameterizedTest
  @MethodSource("json")
  void jsonIsWhatPythonReads(ReferenceCase line) {
    assertThat(JsonValidity.check(line.text("text")).isValid()).isEqualTo(line.truth("valid"));
  }

  @ParameterizedTest
  @MethodSource("xml")
  void xmlIsWhatExpatReads(ReferenceCase line) {
    assertThat(XmlValidity.check(line.text("text")).isValid()).isEqualTo(line.truth("valid"));
  }

  @ParameterizedTest
  @MethodSource("sql")
  void sqlIsWhatSqliteReads(ReferenceCase line) {
    assertThat(SqlValidity.check(line.text("text")).isValid()).isEqualTo(line.truth("valid"));
  }
}
