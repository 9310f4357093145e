package io.promptflow4j.core.model.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.connection.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {

  private static final String SECRET = "p@ss+w/rd.*[x]\u00fc";
  private static final SafeText SAFE =
      new SafeText(
          new Connection(
              "c", ConnectionType.CUSTOM, Map.of(), Map.of("token", new Secret(SECRET))));

  static List<String> forms() {
    byte[] bytes = SECRET.getBytes(StandardCharsets.UTF_8);
    return List.of(
        SECRET,
        Base64.getEncoder().withoutPadding().encodeToString(bytes),
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
        URLEncoder.encode(SECRET, StandardCharsets.UTF_8),
        HexFormat.of().formatHex(bytes),
        HexFormat.of().withUpperCase().formatHex(bytes));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void takesTheSecretOutInEveryForm(String form) {
    assertThat(SAFE.of("got '" + form + "' from you"))
        .doesNotContain(form)
        .contains("******")
        .endsWith("from you");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"sk-proj-AbCd1234efgh", "sk-abc***wxyz", "Bearer eyJhbGciOi.J9", "d41d****427e"})
  void takesOutWhatLooksLikeAKey(String key) {
    assertThat(SAFE.of("provided: " + key + ".")).doesNotContain(key);
  }

  @Test
  void makesOneLineOfReasonableLength() {
    String text = SAFE.of("a\n\u001b[31mb\t" + "x".repeat(5_000));

    assertThat(text).startsWith("a [31mb x").hasSize(600);
  }

  @Test
  void leavesOrdinaryTextAlone() {
    String text =
        "The model `gpt-4o` does not exist; risk-free task-list, see https://x.test/a?b=c";

    assertThat(SAFE.of(text)).isEqualTo(text);
  }
}
