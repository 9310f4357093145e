package io.promptflow4j.core.model.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

  private static Redaction of(String... secrets) {
    var all = new LinkedHashMap<String, Secret>();
    for (String secret : secrets) {
      all.put("key" + all.size(), new Secret(secret));
    }
    return Redaction.of(
        List.of(new Connection("c", ConnectionType.CUSTOM, Map.of("url", "https://a"), all)));
  }

  @Test
  void everySecretIsTakenOutLongestFirst() {
    assertThat(of("abcd", "abcd-efgh").in("x abcd-efgh abcd https://a"))
        .isEqualTo("x ****** ****** https://a");
  }

  @Test
  void shortSecretsCountOnlyAsWords() {
    assertThat(of("abc").in("abc, (abc) abcd")).isEqualTo("******, (******) abcd");
    assertThat(of("s3cret").in("s3cret s3crets 's3cret'")).isEqualTo("****** s3crets '******'");
    assertThat(of("x").in(Value.of("solve x + 2"))).isEqualTo(Value.of("solve x + 2"));
    assertThat(of("x").in(Value.of("x"))).isEqualTo(Value.of("******"));
  }

  @Test
  void blanksAndEverydayWordsAreNoSecrets() {
    assertThat(of("", "    ", "true", "test", "0.5").isEmpty()).isTrue();
  }

  /// What Python 3.11 gives for `s = "pa/ss+wo=rd &1~"`: `quote(s)`, `quote(s, safe="")`,
  /// `quote_plus(s)`, `b64encode` of "u:" + s + ":", "us:" + s + ":" and "usr:" + s + ":".
  @ParameterizedTest
  @ValueSource(
      strings = {
        "pa/ss%2Bwo%3Drd%20%261~",
        "pa%2Fss%2Bwo%3Drd%20%261~",
        "pa%2Fss%2Bwo%3Drd+%261~",
        "dTpwYS9zcyt3bz1yZCAmMX46",
        "dXM6cGEvc3Mrd289cmQgJjF+Og==",
        "dXNyOnBhL3NzK3dvPXJkICYxfjo="
      })
  void otherWaysOfWritingOneAreFound(String written) {
    assertThat(of("pa/ss+wo=rd &1~").in("x " + written + " y"))
        .contains(Redaction.MASK)
        .hasSizeLessThan(24);
  }

  @Test
  void whatIsCleanStaysTheSameObject() {
    var value = Value.from(Map.of("k", List.of("my text", 1)));

    assertThat(of("another").in(value)).isSameAs(value);
  }

  @Test
  void valuesAreCleanedAllTheWayDown() {
    var value = Value.from(Map.of("k", List.of("my s3cret", 1, true)));

    assertThat(of("s3cret").in(value))
        .isEqualTo(Value.from(Map.of("k", List.of("my ******", 1, true))));
  }

  @Test
  void itsOwnTextTellsNothing() {
    assertThat(of("s3cret")).hasToString("Redaction of 1 secrets");
  }
}
