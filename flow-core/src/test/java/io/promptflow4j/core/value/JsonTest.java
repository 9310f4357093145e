package io.promptflow4j.core.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  /// Each text is what Python's `json.dumps(json.loads(text), ensure_ascii=False)` gives for it,
  /// encoded with `surrogatepass` or, where that is no text, with `backslashreplace`.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\ud83d\"",
        "\"\\ude00\"",
        "\"\\ude00\\ud83d\"",
        "\"a\\ud83db\\ud83d\"",
        "[\"\\udcff\",\"\ud83d\ude00\\ud800\"]",
        "{\"\\udc80\":\"\ud83d\ude00\"}",
        "{\"a\\ud83db\\\\ud83d\":\"\\\\ud83d\"}"
      })
  void halvesOfSurrogatePairsSurviveEveryEncoding(String json) {
    String written = Json.write(Json.read(json));

    assertThat(written).isEqualTo(json);
    assertThat(new String(written.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .isEqualTo(json);
  }

  @Test
  void twoEscapedHalvesAreOneCharacter() {
    assertThat(Json.write(Json.read("\"\\ud83d\\ude00\""))).isEqualTo("\"\ud83d\ude00\"");
  }

  @Test
  void aTextMayBeLongerThanSixtyFourMegabytes() {
    assertThat(Json.read("\"" + "x".repeat(100_000_000) + "\""))
        .isEqualTo(Value.of("x".repeat(100_000_000)));
  }
}
