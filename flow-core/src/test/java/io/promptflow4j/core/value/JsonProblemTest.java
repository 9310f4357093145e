package io.promptflow4j.core.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonProblemTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1,}   | line 1, column 8: a key in double quotes has to stand here, but '}' does",
        "{\"a\" 1}    | line 1, column 6: a ':' is missing before '1'",
        "[1 2]       | line 1, column 4: a ',' is missing before '2'",
        "{\"a\":1 \"b\":2} | line 1, column 8: a ',' is missing before '\"'",
        "tru         | line 1, column 1: 'tru' is no JSON value; texts stand in double quotes",
        "[1,]        | line 1, column 4: a value has to stand here, but ']' does",
        "\"abc        | line 1, column 5: the text ends too early",
        "{\"a\":1     | line 1, column 7: the text ends too early",
        "[01]        | line 1, column 3: a number can't begin with a 0 before other digits",
        "[1.]        | line 1, column 3: ']' can't stand in a number like this",
        "[\"\\x\"]     | line 1, column 4: '\\x' means nothing in a text",
        "[\"\\u12\"]   | line 1, column 7: '\\u' needs four hexadecimal digits",
        "{\"a\":1}}    | line 1, column 8: this '}' closes nothing",
        "[] // no    | line 1, column 4: JSON has no comments",
      })
  void aMistakeIsSaidInASentenceOfItsOwn(String text, String message) {
    assertThat(problem(text)).isEqualTo(message);
  }

  @Test
  void limitsAreNamed() {
    assertThat(problem("[".repeat(300))).endsWith("it is nested deeper than 256 levels");
    assertThat(problem("1".repeat(1001))).endsWith("a number has more than 1,000 digits");
    assertThat(problem("\"a\nb\"")).contains("a line end, tab or other control character");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\u0000", "{'a': 1}", "{]", "nul", "[1e]", "--1", "+1", "\"\\", "{\"a\":"})
  void noWordOfTheParserIsHandedOn(String text) {
    for (String word : List.of("Unexpected", "code ", "token", "JSON String", "Source", "%s")) {
      assertThat(problem(text)).doesNotContain(word);
    }
  }

  private static String problem(String text) {
    return String.valueOf(
        catchThrowableOfType(JsonSyntaxException.class, () -> Json.read(text)).getMessage());
  }
}
