package io.promptflow4j.core.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Expected values: what CPython 3.11 prints for `one == other`.
class PythonEqualityTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | true | true",
        "0 | false | true",
        "1 | 1.0 | true",
        "2 | true | false",
        "\"1\" | 1 | false",
        "\"a\" | \"a\" | true",
        "null | null | true",
        "null | false | false",
        "[1, true] | [1.0, 1] | true",
        "[1] | [1, 2] | false",
        "{\"a\": 1, \"b\": 2} | {\"b\": 2, \"a\": 1.0} | true",
        "{\"a\": 1} | {\"a\": 1, \"b\": 2} | false",
        "9007199254740993 | 9007199254740992.0 | false",
        "NaN | NaN | false",
        "Infinity | Infinity | true",
        "Infinity | 1 | false"
      })
  void isPythons(String one, String other, boolean equal) {
    assertThat(PythonEquality.equal(Json.read(one), Json.read(other))).isEqualTo(equal);
    assertThat(PythonEquality.equal(Json.read(other), Json.read(one))).isEqualTo(equal);
  }

  @Test
  void aMissingKeyIsNotAPresentNull() {
    assertThat(PythonEquality.equal(Json.read("{\"a\": null}"), Json.read("{\"b\": null}")))
        .isFalse();
    assertThat(PythonEquality.equal(Value.of("x"), Value.Null.NULL)).isFalse();
  }
}
