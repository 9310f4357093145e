package io.promptflow4j.core.definition.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The expected values are what ruamel.yaml 0.19.1 (`YAML().load`, as prompt flow calls it) printed
/// for `a: <scalar>` on CPython 3.11.
class CoreSchemaTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no",
        "on",
        "yes",
        "off",
        "y",
        "n",
        "tRue",
        "nULL",
        "0O14",
        "0X1F",
        "_1",
        "1:30",
        "1:30:45",
        "1:30.5",
        ".5e3",
        "inf",
        "nan",
        "0o8",
        "0x",
        "0b2",
        "1e",
        "2001-1-1",
        "1.2.3",
        "1e5_0",
        ".",
        "-x",
        "190:20:30.15",
        "http://x:80/y",
        "${a.output}",
        "-",
        "+",
        "--1",
        "1 2"
      })
  void whatPromptFlowReadsAsTextIsText(String written) {
    assertThat(CoreSchema.plain(written)).isEqualTo(new Value.Text(written));
  }

  @ParameterizedTest
  @CsvSource({
    "012, 12",
    "0o14, 12",
    "0x1f, 31",
    "0b101, 5",
    "1_000, 1000",
    "1__0, 10",
    "+12, 12",
    "-12, -12",
    "+0x1f, 31",
    "-0x1f, -31",
    "00, 0",
    "-0, 0",
    "09, 9",
    "0777, 777",
    "-012, -12",
    "1_, 1",
    "123456789012345678901234567890, 123456789012345678901234567890",
    ".5, 0.5",
    "5., 5.0",
    "+.5, 0.5",
    "-.5, -0.5",
    "1e3, 1000.0",
    "1E3, 1000.0",
    "1.e3, 1000.0",
    "1.5e-3, 0.0015",
    "1_0.5, 10.5",
    "0.0, 0.0",
    "1e400, inf",
    "12e03, 12000.0",
    ".5e+3, 500.0",
    "685.230_15e+03, 685230.15",
    ".inf, inf",
    "-.inf, -inf",
    "+.INF, inf",
    ".NaN, nan",
    "true, True",
    "True, True",
    "TRUE, True",
    "False, False",
    "~, None",
    "Null, None",
    "'', None"
  })
  void numbersTruthValuesAndNothingAreThoseOfPromptFlow(String written, String pythonText) {
    assertThat(PythonText.str(CoreSchema.plain(written))).isEqualTo(pythonText);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2001-01-01", "2001-01-01T10:00:00Z"})
  void aDateStaysTheTextItIs(String written) {
    assertThat(CoreSchema.plain(written)).isEqualTo(new Value.Text(written));
  }

  @Test
  void aNumberThatPythonWouldRefuseForItsLengthStaysAText() {
    String digits = "1".repeat(1_000_000);

    assertThat(CoreSchema.plain(digits)).isEqualTo(new Value.Text(digits));
  }
}
