package io.promptflow4j.core.model.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptflow4j.core.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionDraftTest {

  private static ConnectionDraft draft(
      ConnectionType type, Map<String, String> settings, Map<String, String> secrets) {
    var wrapped = new LinkedHashMap<String, Secret>();
    secrets.forEach((field, value) -> wrapped.put(field, new Secret(value)));
    return new ConnectionDraft(
        "my-conn", type, new LinkedHashMap<>(settings), wrapped, Optional.empty());
  }

  private static String revealed(ConnectionDraft draft, String field) {
    return Optional.ofNullable(draft.secrets().get(field)).map(Secret::reveal).orElse("none");
  }

  @Nested
  class Asking {

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "<user-input>", "<no-change>", "******"})
    void isForEverySecretThatIsNone(String written) {
      var draft = draft(ConnectionType.SERP, Map.of(), Map.of("api_key", written));

      assertThat(draft.fieldsToAsk()).containsExactly("api_key");
    }

    @Test
    void isForSecretsThatAreAbsentAndSettingsThatSaySo() {
      var draft = draft(ConnectionType.AZURE_OPEN_AI, Map.of("api_base", "<user-input>"), Map.of());

      assertThat(draft.fieldsToAsk()).containsExactly("api_base", "api_key");
    }

    @Test
    void isNotForAKeyThatNoServiceWants() {
      assertThat(
              draft(
                      ConnectionType.AZURE_OPEN_AI,
                      Map.of("api_base", "x", "auth_mode", "meid_token"),
                      Map.of())
                  .fieldsToAsk())
          .isEmpty();
      assertThat(
              draft(
                      ConnectionType.OPEN_AI,
                      Map.of("base_url", "http://localhost:11434/v1"),
                      Map.of())
                  .fieldsToAsk())
          .isEmpty();
    }
  }

  @Nested
  class Setting {

    @Test
    void aFieldOfTheTypeGoesWhereItBelongs() {
      var draft =
          draft(ConnectionType.OPEN_AI, Map.of(), Map.of())
              .with("api_key", "k")
              .with("base_url", "u")
              .with("name", "other");

      assertThat(draft.name()).isEqualTo("other");
      assertThat(draft.settings()).containsExactly(Map.entry("base_url", "u"));
      assertThat(draft.secrets()).containsOnlyKeys("api_key");
    }

    @Test
    void aFieldOfACustomConnectionNeedsItsGroupUnlessItIsThere() {
      var draft =
          draft(ConnectionType.CUSTOM, Map.of("a", "1"), Map.of("b", "2"))
              .with("a", "3")
              .with("b", "4")
              .with("configs.c", "5")
              .with("secrets.d", "6");

      assertThat(draft.settings()).isEqualTo(Map.of("a", "3", "c", "5"));
      assertThat(revealed(draft, "b")).isEqualTo("4");
      assertThat(revealed(draft, "d")).isEqualTo("6");
      assertThatThrownBy(() -> draft.with("x", "7")).hasMessageContaining("'secrets.x'");
    }

    @Test
    void aFileReferenceIsSeenFromTheWorkingDirectory() {
      var draft =
          draft(ConnectionType.SERP, Map.of(), Map.of()).with("api_key", "file:keys/serp.txt");

      assertThat(revealed(draft, "api_key"))
          .isEqualTo("file:" + Path.of("keys", "serp.txt").toAbsolutePath());
    }

    @Test
    void anUnknownFieldIsRefusedWithTheOneMeant() {
      var draft = draft(ConnectionType.OPEN_AI, Map.of(), Map.of());

      assertThatThrownBy(() -> draft.with("api_kee", "sk-canary"))
          .isInstanceOf(ConnectionException.class)
          .hasMessageContaining("Did you mean 'api_key'?")
          .hasMessageNotContaining("canary");
    }
  }

  @Test
  void anUpdateKeepsWhatItDoesNotChange() {
    var stored =
        draft(ConnectionType.OPEN_AI, Map.of("organization", "o"), Map.of("api_key", "old"));

    var updated =
        draft(ConnectionType.OPEN_AI, Map.of("base_url", "u"), Map.of("api_key", "<no-change>"))
            .updating(stored);

    assertThat(updated.settings()).isEqualTo(Map.of("organization", "o", "base_url", "u"));
    assertThat(revealed(updated, "api_key")).isEqualTo("old");
    assertThat(
            draft(ConnectionType.OPEN_AI, Map.of(), Map.of("api_key", "<user-input>"))
                .updating(stored)
                .fieldsToAsk())
        .containsExactly("api_key");
  }

  @Test
  void noTextOfItRepeatsASecret() {
    var draft = draft(ConnectionType.CUSTOM, Map.of(), Map.of("a", "sk-canary"));
    Connection connection = new ConnectionResolver(Map.of()).resolve(draft);

    assertThat(draft.toString()).doesNotContain("canary");
    assertThat(connection.toString()).doesNotContain("canary");
    assertThat(String.valueOf(connection.secrets())).doesNotContain("canary");
    assertThat(ConnectionText.shown(draft).toString()).doesNotContain("canary");
  }

  @Nested
  class Resolving {

    @TempDir Path folder;

    private static String key(ConnectionDraft draft, Map<String, String> environment) {
      return new ConnectionResolver(environment)
          .resolve(draft)
          .secret("api_key")
          .map(Secret::reveal)
          .orElse("none");
    }

    @Test
    void followsReferencesToVariables() {
      assertThat(
              key(
                  draft(ConnectionType.SERP, Map.of(), Map.of("api_key", "${env:MY_KEY}")),
                  Map.of("MY_KEY", "k$1")))
          .isEqualTo("k$1");
      assertThat(
              key(
                  draft(ConnectionType.SERP, Map.of(), Map.of("api_key", "env:MY_KEY")),
                  Map.of("MY_KEY", "k")))
          .isEqualTo("k");
      var azure =
          draft(
              ConnectionType.AZURE_OPEN_AI,
              Map.of("api_base", "https://${env:RES}.test"),
              Map.of());
      assertThat(new ConnectionResolver(Map.of("RES", "eu")).resolve(azure).setting("api_base"))
          .contains("https://eu.test");
    }

    @Test
    void followsReferencesToFiles() throws IOException {
      Path file = Files.writeString(folder.resolve("key"), "from-file\n");

      assertThat(
              key(
                  draft(ConnectionType.SERP, Map.of(), Map.of("api_key", "file:" + file)),
                  Map.of()))
          .isEqualTo("from-file");
    }

    @Test
    void letsAVariableOfTheConnectionWin() {
      assertThat(
              key(
                  draft(ConnectionType.SERP, Map.of(), Map.of("api_key", "written")),
                  Map.of("MY_CONN_API_KEY", "given")))
          .isEqualTo("given");
      assertThat(
              key(
                  draft(ConnectionType.SERP, Map.of(), Map.of()),
                  Map.of("MY_CONN_API_KEY", "given")))
          .isEqualTo("given");
    }

    @Test
    void saysWhichReferenceLeadsNowhere() {
      var draft = draft(ConnectionType.SERP, Map.of(), Map.of("api_key", "env:NOWHERE"));

      assertThatThrownBy(() -> key(draft, Map.of()))
          .isInstanceOf(ModelException.class)
          .hasMessage(
              "'api_key' of connection 'my-conn' is taken from the environment variable NOWHERE,"
                  + " which is not set");
    }
  }
}
