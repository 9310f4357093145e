package io.promptflow4j.core.model.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
  void shortAndBlankSecretsAreLeftAlone() {
    assertThat(of("", "a", "    ").in("a b    c")).isEqualTo("a b    c");
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
