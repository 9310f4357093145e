package io.promptflow4j.core.model.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Diagnostics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionFileTest {

  @TempDir Path folder;

  private ConnectionDraft read(String text) {
    return ConnectionFile.read(file("c.yaml", text), Optional.empty(), new Diagnostics());
  }

  private Path file(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private ConnectionException mistakes(String text) {
    return catchThrowableOfType(ConnectionException.class, () -> read(text));
  }

  private static Map<String, String> revealed(ConnectionDraft draft) {
    var plain = new LinkedHashMap<String, String>();
    draft.secrets().forEach((field, secret) -> plain.put(field, secret.reveal()));
    return plain;
  }

  @Nested
  class ValuesThatCannotWork {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "not a url",
          "example.org/v1",
          "ftp://example.org",
          "https://user:word@example.org",
          "https://",
          "http://exa mple.org"
        })
    void anAddressThatIsNone(String address) {
      String text = "name: c\ntype: open_ai\napi_key: k\nbase_url: \"%s\"\n".formatted(address);

      assertThat(mistakes(text))
          .hasMessage(
              "%s:4:1: error[bad-address]: 'base_url' is not an address like https://host/path"
                      .formatted(folder.resolve("c.yaml"))
                  + " (without user, query or fragment).");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8080/v1/", "${env:URL}", "<user-input>", "\"\""})
    void anAddressThatMayWork(String address) {
      ConnectionDraft draft =
          read("name: c\ntype: open_ai\napi_key: k\nbase_url: %s\n".formatted(address));

      assertThat(draft.settings()).containsKey("base_url");
    }

    @Test
    void aKeyInADevice() {
      assertThat(mistakes("name: c\ntype: open_ai\napi_key: file:/dev/zero\n"))
          .hasMessageContaining(
              "c.yaml:3:1: error[secret-file]: 'api_key' is taken from the file '/dev/zero', which"
                  + " is no regular file");
    }

    @Test
    void aSecretOfACustomConnectionInAFolderOrAHugeFile() {
      file("huge", "x".repeat(70_000));

      assertThat(mistakes("name: c\ntype: custom\nsecrets:\n  a: file:.\n  b: file:huge\n"))
          .hasMessageContaining("c.yaml:4:3: error[secret-file]")
          .hasMessageContaining("c.yaml:5:3: error[secret-file]")
          .hasMessageContaining("which is larger than 64 KiB");
    }

    @Test
    @Timeout(20)
    void aPipeIsNotWaitedFor() throws Exception {
      Path pipe = folder.resolve("pipe.yaml");
      assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);

      assertThatThrownBy(() -> ConnectionFile.read(pipe, Optional.empty(), new Diagnostics()))
          .hasMessage("'%s' is no regular file".formatted(pipe));
    }

    @Test
    void aKeyFileThatMayComeLaterIsAWarning() {
      var hints = new Diagnostics();
      Path file = file("c.yaml", "name: c\ntype: open_ai\napi_key: file:key.txt\n");

      ConnectionFile.read(file, Optional.empty(), hints);

      assertThat(hints.sorted())
          .singleElement()
          .hasToString(
              "%s:3:1: warning[secret-file]: 'api_key' is taken from the file '%s', which can't be"
                      .formatted(file, folder.resolve("key.txt"))
                  + " read now.");
    }
  }

  @Nested
  class TheRulesOfAScriptedConnection {

    private String rules(Path file) {
      var hints = new Diagnostics();
      String rules =
          ConnectionFile.read(file, Optional.empty(), hints).settings().getOrDefault("rules", "");
      assertThat(hints.sorted())
          .as("there is no such file")
          .hasSize(Files.exists(Path.of(rules)) ? 0 : 1);
      return rules;
    }

    @Test
    void areSeenFromTheFolderOfItsFile() {
      file("rules.yaml", "default: hello\n");
      Path file = file("c.yaml", "name: c\ntype: scripted\nrules: rules.yaml\n");

      assertThat(rules(file)).isEqualTo(folder.resolve("rules.yaml").toString());
    }

    @Test
    void areSeenFromTheWorkingDirectoryIfTheyAreThereAlone() {
      Path file = file("c.yaml", "name: c\ntype: scripted\nrules: pom.xml\n");

      assertThat(rules(file)).isEqualTo(Path.of("pom.xml").toAbsolutePath().toString());
    }

    @Test
    void mayComeLater() {
      Path file = file("c.yaml", "name: c\ntype: scripted\nrules: later.yaml\n");

      assertThat(rules(file)).isEqualTo(folder.resolve("later.yaml").toString());
    }
  }

  @Nested
  class YamlFiles {

    // the shape of the connection files in prompt flow's examples
    @Test
    void ofOpenAiGiveSettingsAndSecrets() {
      ConnectionDraft draft =
          read(
              """
              $schema: https://example.test/OpenAIConnection.schema.json
              name: open_ai_connection
              type: open_ai
              api_key: "<user-input>"
              organization: "" # optional
              """);

      assertThat(draft.name()).isEqualTo("open_ai_connection");
      assertThat(draft.type()).isEqualTo(ConnectionType.OPEN_AI);
      assertThat(draft.settings()).containsExactly(Map.entry("organization", ""));
      assertThat(draft.fieldsToAsk()).containsExactly("api_key");
    }

    @Test
    void keepScalarsAsTheyAreWritten() {
      ConnectionDraft draft =
          read(
              """
              name: az
              type: AzureOpenAI
              api_version: 2024-02-01
              api_key: 0123456
              api_type: no
              resource_id: ~
              """);

      assertThat(draft.settings())
          .containsEntry("api_version", "2024-02-01")
          .containsEntry("api_type", "no")
          .containsEntry("resource_id", "");
      assertThat(revealed(draft)).containsEntry("api_key", "0123456");
    }

    @Test
    void ofCustomTypeGiveConfigsSecretsAndTheClassTheyStandFor() {
      ConnectionDraft draft =
          read(
              """
              name: mine
              type: custom
              custom_type: MyConnection
              module: my_package.connections
              package: my-package
              package_version: 0.0.2
              configs:
                key1: "test1"
                port: 8080
              secrets:  # required
                api-key: "s3cret"
              """);

      assertThat(draft.customType()).contains("my_package.connections:MyConnection");
      assertThat(draft.settings())
          .containsExactly(Map.entry("key1", "test1"), Map.entry("port", "8080"));
      assertThat(revealed(draft)).containsExactly(Map.entry("api-key", "s3cret"));
    }

    @Test
    void withAFileReferenceFindItBesideThemselves() {
      ConnectionDraft draft = read("name: a\ntype: serp\napi_key: file:keys/serp.txt\n");

      assertThat(revealed(draft))
          .containsEntry("api_key", "file:" + folder.resolve("keys/serp.txt"));
    }

    @Test
    void mayBeGivenAnotherName() {
      Path file = file("n.yaml", "type: serp\napi_key: k\n");

      assertThat(ConnectionFile.read(file, Optional.of("other"), new Diagnostics()).name())
          .isEqualTo("other");
    }

    @Test
    void withUnknownFieldsAreReadWithAHint() {
      var hints = new Diagnostics();
      Path file = file("h.yaml", "name: a\ntype: open_ai\napi_key: k\nbase_ulr: x\n");

      ConnectionFile.read(file, Optional.empty(), hints);

      assertThat(hints.sorted())
          .extracting(Diagnostic::toString)
          .containsExactly(
              file
                  + ":4:1: hint[unknown-field]: a connection of type 'open_ai' has no field"
                  + " 'base_ulr'; it is ignored. Did you mean 'base_url'?");
    }
  }

  @Nested
  class Mistakes {

    @Test
    void areReportedAllAtOnceWithTheirPlaces() {
      ConnectionException problem = mistakes("type: opne_ai\nname: a\napi_key: [1]\nname: b\n");

      assertThat(problem.diagnostics())
          .extracting(d -> d.place().line() + ":" + d.place().column() + " " + d.code())
          .containsExactly("3:1 connection-field", "4:1 duplicate-key");
    }

    @Test
    void ofTheTypeSuggestTheRightOne() {
      assertThat(mistakes("name: a\ntype: opne_ai\n"))
          .hasMessageContaining(":2:1: error[unknown-connection-type]")
          .hasMessageContaining("Did you mean 'open_ai'?");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "antropic | api_key   | there is no connection type 'antropic'",
          "antropic | api_key   | Did you mean 'anthropic'?",
          "anthropic | api_base | error[unknown-field]: a connection of type 'anthropic' has no"
              + " field",
          "anthropic | api_base | Here the address is 'base_url'.",
          "gemini | organization | It is a field of open_ai; is the type right?",
          "mistral | api_kee    | Did you mean 'api_key'?",
        })
    void ofAVendorsConnectionAreNamedWithWhatIsMeant(String type, String field, String said) {
      assertThat(mistakes("name: a\ntype: %s\n%s: x\n".formatted(type, field)))
          .hasMessageContaining(said);
    }

    @Test
    void ofYamlSyntaxNeverRepeatTheText() {
      assertThat(mistakes("name: a\napi_key: *sk-canary\n").getMessage()).doesNotContain("canary");
      assertThat(mistakes("name: a\napi_key: \"sk-canary\n").getMessage()).doesNotContain("canary");
      assertThat(mistakes("sk-canary").getMessage()).doesNotContain("canary");
    }

    @Test
    void inBytesAreReportedToo() throws IOException {
      Path file = folder.resolve("bytes.yaml");
      Files.write(file, "name: \u00e9".getBytes(StandardCharsets.ISO_8859_1));

      assertThat(
              catchThrowableOfType(
                  ConnectionException.class,
                  () -> ConnectionFile.read(file, Optional.empty(), new Diagnostics())))
          .hasMessageMatching("'.*' is not UTF-8 text; save it as UTF-8");
    }

    @Test
    void includeNamesThatAreNone() {
      assertThat(mistakes("name: ../etc\ntype: serp\napi_key: k\n"))
          .hasMessageContaining(":1:1: error[bad-name]");
      assertThat(mistakes("type: serp\n")).hasMessageContaining("'name' is missing");
    }
  }

  @Nested
  class EnvFiles {

    @Test
    void becomeCustomConnectionsOfSecrets() {
      Path file =
          file(
              "some.env",
              """
              # a comment
              export A=plain value # not this
              B='single $x # kept'
              C="two\\nlines and \\"quotes\\""

              D=
              E="over
              lines"
              URL=https://x.test/#part
              """);

      ConnectionDraft draft = ConnectionFile.read(file, Optional.of("from_env"), new Diagnostics());

      assertThat(draft.type()).isEqualTo(ConnectionType.CUSTOM);
      assertThat(revealed(draft))
          .containsExactly(
              Map.entry("A", "plain value"),
              Map.entry("B", "single $x # kept"),
              Map.entry("C", "two\nlines and \"quotes\""),
              Map.entry("D", ""),
              Map.entry("E", "over\nlines"),
              Map.entry("URL", "https://x.test/#part"));
    }

    @Test
    void withOtherLinesAreRefusedWithoutRepeatingThem() {
      Path file = file("bad.env", "A=1\nsk-canary\n");

      var problem =
          catchThrowableOfType(
              ConnectionException.class,
              () -> ConnectionFile.read(file, Optional.of("x"), new Diagnostics()));

      assertThat(problem).hasMessageContaining(":2:1: error[env-line]");
      assertThat(problem.getMessage()).doesNotContain("canary");
    }
  }
}
