package io.promptflow4j.core.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The expected texts were printed by CPython 3.11's `repr`.
class PythonTextTest {

  @ParameterizedTest
  @CsvSource({
    "1.0, 1.0",
    "0.1, 0.1",
    "0.30000000000000004, 0.30000000000000004",
    "1e16, 1e+16",
    "1e15, 1000000000000000.0",
    "123456789012345680.0, 1.2345678901234568e+17",
    "0.0001, 0.0001",
    "0.00001, 1e-05",
    "0.000123456, 0.000123456",
    "-2.5, -2.5",
    "1e300, 1e+300",
    "1.5e-10, 1.5e-10",
    "5e-324, 5e-324",
    "100.0, 100.0"
  })
  void floatsPrintAsInPython(double number, String expected) {
    assertThat(PythonText.floatRepr(number)).isEqualTo(expected);
  }

  @Test
  void nothingTruthAndNestingPrintAsInPython() {
    Value value =
        Json.read("{\"a\": true, \"b\": null, \"c\": [1, 2.0, \"it's\", \"say \\\"hi\\\"\"]}");

    assertThat(PythonText.str(value))
        .isEqualTo("{'a': True, 'b': None, 'c': [1, 2.0, \"it's\", 'say \"hi\"']}");
  }

  @Test
  void unprintableCharactersAreEscaped() {
    assertThat(PythonText.repr(Value.of("a\n\t\u0001\u00a0é\u2028😀\\")))
        .isEqualTo("'a\\n\\t\\x01\\xa0é\\u2028😀\\\\'");
  }

  @Test
  void aTextIsItsOwnText() {
    assertThat(PythonText.str(Value.of("plain"))).isEqualTo("plain");
    assertThat(PythonText.str(Value.of(List.of(Value.of("x"))))).isEqualTo("['x']");
  }
}
