package io.promptflow4j.core.model.connection.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptflow4j.core.model.connection.ConnectionDraft;
import io.promptflow4j.core.model.connection.ConnectionException;
import io.promptflow4j.core.model.connection.ConnectionText;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.connection.Secret;
import io.promptflow4j.core.value.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionStoreTest {

  private static final String CANARY = "sk-canary-\u00fc-7d81\n$x'\"";

  @TempDir Path home;
  private ConnectionStore store;

  @BeforeEach
  void open() {
    store = ConnectionStore.in(home);
  }

  private static ConnectionDraft openAi(String name, String key) {
    return new ConnectionDraft(
        name,
        ConnectionType.OPEN_AI,
        new LinkedHashMap<>(Map.of("organization", "org")),
        secrets("api_key", key),
        Optional.empty());
  }

  private static SequencedMap<String, Secret> secrets(String field, String value) {
    var secrets = new LinkedHashMap<String, Secret>();
    secrets.put(field, new Secret(value));
    return secrets;
  }

  private String keyOf(String name) {
    return store.find(name).map(d -> d.secrets().get("api_key")).map(Secret::reveal).orElse("none");
  }

  @Test
  void whatIsStoredComesBack() {
    store.save(openAi("my conn", CANARY));

    assertThat(store.names()).containsExactly("my conn");
    ConnectionDraft found = store.find("my conn").orElseThrow();
    assertThat(found.settings()).containsExactly(Map.entry("organization", "org"));
    assertThat(keyOf("my conn")).isEqualTo(CANARY);
    assertThat(store.find("other")).isEmpty();
  }

  @Test
  void customConnectionsKeepTheirGroupsAndClass() {
    var settings = new LinkedHashMap<String, String>();
    settings.put("port", "8080");
    var custom =
        new ConnectionDraft(
            "c", ConnectionType.CUSTOM, settings, secrets("tok", "t"), Optional.of("a.b:C"));

    store.save(custom);

    ConnectionDraft found = store.find("c").orElseThrow();
    assertThat(found.settings()).isEqualTo(settings);
    assertThat(found.customType()).contains("a.b:C");
    assertThat(Json.write(ConnectionText.shown(found)))
        .isEqualTo(
            "{\"name\":\"c\",\"type\":\"custom\",\"custom_type\":\"C\",\"module\":\"a.b\","
                + "\"configs\":{\"port\":\"8080\"},\"secrets\":{\"tok\":\"******\"}}");
  }

  @Test
  void noFileHoldsASecretInAnyForm() throws IOException {
    store.save(openAi("a", CANARY));

    byte[] raw = CANARY.getBytes(StandardCharsets.UTF_8);
    List<String> forms =
        List.of(
            CANARY,
            "canary",
            Base64.getEncoder().encodeToString(raw),
            Base64.getUrlEncoder().encodeToString(raw),
            HexFormat.of().formatHex(raw));
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file)).as(file.toString()).doesNotContain(forms);
      }
    }
  }

  @Test
  void onlyTheOwnerReadsFilesAndFolders() throws IOException {
    store.save(openAi("a", "k"));

    assertThat(permissions("connections.key")).isEqualTo("rw-------");
    assertThat(permissions("connections/a.yaml")).isEqualTo("rw-------");
    assertThat(permissions("connections")).isEqualTo("rwx------");
  }

  private String permissions(String path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(path)));
  }

  @Test
  void referencesAreStoredAsTheyAreAndShown() throws IOException {
    store.save(openAi("a", "env:OPENAI_API_KEY"));

    assertThat(Files.readString(home.resolve("connections/a.yaml"))).contains("env:OPENAI_API_KEY");
    assertThat(Json.write(ConnectionText.shown(store.find("a").orElseThrow())))
        .contains("\"api_key\":\"env:OPENAI_API_KEY\"");
  }

  @Test
  void whatIsIncompleteIsNotStored() {
    assertThatThrownBy(() -> store.save(openAi("a", "<user-input>")))
        .isInstanceOf(ConnectionException.class)
        .hasMessage(
            "connection 'a' of type 'open_ai' still needs api_key; give it with --set api_key=…");
    assertThat(store.names()).isEmpty();
  }

  @Test
  void deletingSaysWhetherThereWasOne() {
    store.save(openAi("a", "k"));

    assertThat(store.delete("a")).isTrue();
    assertThat(store.delete("a")).isFalse();
    assertThat(store.names()).isEmpty();
  }

  @Test
  void theUsersStoreIsBelowHomeUnlessAFolderIsNamed() {
    Path named = home.resolve("named");
    var environment = new HashMap<String, String>(Map.of("HOME", home.toString()));

    ConnectionStore.ofUser(environment).save(openAi("one", "sk-1"));
    environment.put("PF_HOME_DIRECTORY", named.toString());
    ConnectionStore.ofUser(environment).save(openAi("two", "sk-2"));

    assertThat(home.resolve(".promptflow4j/connections/one.yaml")).exists();
    assertThat(named.resolve("connections/two.yaml")).exists();
  }

  @Nested
  class WhenSomebodyMeddles {

    @Test
    void aSecretMovedToAnotherConnectionDoesNotOpen() throws IOException {
      store.save(openAi("a", "first"));
      store.save(openAi("b", "second"));
      Path b = home.resolve("connections/b.yaml");

      Files.writeString(
          b,
          Files.readString(home.resolve("connections/a.yaml")).replaceFirst("name: .*", "name: b"));

      assertThatThrownBy(() -> store.find("b"))
          .isInstanceOf(ConnectionException.class)
          .hasMessageContaining("can't be decrypted")
          .hasMessageNotContaining("first");
    }

    @Test
    void anotherKeyFileIsNoticed() throws IOException {
      store.save(openAi("a", "k"));

      Files.delete(home.resolve("connections.key"));

      assertThatThrownBy(() -> store.find("a")).hasMessageContaining("can't be decrypted");
    }

    @Test
    void aBrokenKeyFileIsNamed() throws IOException {
      Files.writeString(home.resolve("connections.key"), "nonsense");

      assertThatThrownBy(() -> store.save(openAi("a", "k")))
          .hasMessageContaining("connections.key")
          .hasMessageNotContaining("nonsense");
    }
  }

  @Test
  void manyWritersAtOnceLeaveEveryConnectionReadable() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writing =
          IntStream.range(0, 40)
              .mapToObj(i ->
                  threads.submit(
                      () -> ConnectionStore.in(home).save(openAi("c" + i % 8, "key" + i % 8))))
              .toList();
      for (var write : writing) {
        write.get();
      }
    }

    assertThat(store.names()).hasSize(8);
    for (int i = 0; i < 8; i++) {
      assertThat(keyOf("c" + i)).isEqualTo("key" + i);
    }
  }

  @Nested
  class ANewKey {

    private Path key() {
      return home.resolve("connections.key");
    }

    private Path file(String name) {
      return home.resolve("connections/" + name + ".yaml");
    }

    @Test
    void opensEverythingAndTheOldOneNothing() throws IOException {
      store.save(openAi("a", CANARY));
      store.save(openAi("b", "other"));
      store.save(openAi("reference", "env:KEY"));
      String oldKey = Files.readString(key());
      String oldFile = Files.readString(file("a"));

      assertThat(store.rotateKey()).isEqualTo(2);

      assertThat(keyOf("a")).isEqualTo(CANARY);
      assertThat(keyOf("b")).isEqualTo("other");
      assertThat(Files.readString(key())).doesNotContain(oldKey.strip()).hasSize(44);
      Files.writeString(file("a"), oldFile);
      assertThatThrownBy(() -> store.find("a")).hasMessageContaining("can't be decrypted");
    }

    @Test
    void ofARotationThatBrokeOffIsCompletedByTheNext() throws IOException {
      store.save(openAi("a", CANARY));
      String oldKey = Files.readString(key());
      String oldFile = Files.readString(file("a"));
      store.rotateKey();
      store.save(openAi("b", "other"));
      // as it was before the last file was written
      Files.writeString(key(), Files.readString(key()) + "\n" + oldKey);
      Files.writeString(file("a"), oldFile);

      assertThat(keyOf("a")).isEqualTo(CANARY);
      assertThat(keyOf("b")).isEqualTo("other");
      assertThat(store.rotateKey()).isEqualTo(2);

      assertThat(keyOf("a")).isEqualTo(CANARY);
      assertThat(keyOf("b")).isEqualTo("other");
      assertThat(Files.readAllLines(key())).hasSize(1);
    }

    @Test
    void isNotMadeWhileASecretCanNotBeRead() throws IOException {
      store.save(openAi("a", CANARY));
      Files.writeString(file("a"), Files.readString(file("a")).replace("v2", "v3"));
      String before = Files.readString(key());

      assertThatThrownBy(() -> store.rotateKey()).isInstanceOf(ConnectionException.class);

      assertThat(Files.readString(key())).isEqualTo(before);
    }

    @Test
    void belongsToItsOwnerAlone() throws IOException {
      store.save(openAi("a", CANARY));
      store.rotateKey();

      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key())))
          .isEqualTo("rw-------");
    }
  }

  /// What earlier versions wrote: AES-256-GCM directly under the key of the file.
  @Test
  void aSecretOfTheFirstVersionOpens() throws Exception {
    store.save(openAi("a", "any"));
    byte[] key = Base64.getDecoder().decode(Files.readString(home.resolve("connections.key")));
    byte[] nonce = "123456789012".getBytes(StandardCharsets.UTF_8);
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
    cipher.updateAAD("a\0api_key\0v1".getBytes(StandardCharsets.UTF_8));
    byte[] sealed = cipher.doFinal("first".getBytes(StandardCharsets.UTF_8));
    byte[] all = Arrays.copyOf(nonce, 12 + sealed.length);
    System.arraycopy(sealed, 0, all, 12, sealed.length);
    Path file = home.resolve("connections/a.yaml");
    Files.writeString(
        file,
        Files.readString(file)
            .replaceAll("enc:v2:[\\w:+/=]+", "enc:v1:" + Base64.getEncoder().encodeToString(all)));

    assertThat(keyOf("a")).isEqualTo("first");
    store.rotateKey();
    assertThat(keyOf("a")).isEqualTo("first");
    assertThat(Files.readString(file)).contains("enc:v2:");
  }
}
