package io.promptflow4j.core.model.connection.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptflow4j.core.model.connection.ConnectionDraft;
import io.promptflow4j.core.model.connection.ConnectionException;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.connection.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The vault's key in a key ring whose command is a script that keeps secrets as files, and notes
/// how it is called.
@EnabledOnOs(OS.LINUX)
class KeyRingTest {

  private static String command(Path ring) {
    return """
    #!/bin/sh
    ring='%s'
    echo "$@" >> "$ring/calls"
    case "$1" in
      store) cat > "$ring/secret-$6" ;;
      lookup) cat "$ring/secret-$5" ;;
      clear) rm "$ring/secret-$5" ;;
      *) exit 2 ;;
    esac
    """
        .formatted(ring);
  }

  @TempDir private Path folder;

  private Path ring;

  @BeforeEach
  void makeRing() throws IOException {
    ring = Files.createDirectories(folder.resolve("ring"));
    Path command = Files.writeString(ring.resolve("secret-tool"), command(ring));
    Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
  }

  private ConnectionStore store(String path) {
    return ConnectionStore.ofUser(
        Map.of("PF_HOME_DIRECTORY", folder.resolve("home").toString(), "PATH", path));
  }

  private ConnectionStore withRing() {
    return store(ring + ":/usr/bin:/bin");
  }

  private ConnectionStore withoutRing() {
    return store(folder.resolve("empty").toString());
  }

  private static ConnectionDraft draft(String key) {
    var secrets = new LinkedHashMap<String, Secret>();
    secrets.put("api_key", new Secret(key));
    return new ConnectionDraft(
        "mine", ConnectionType.OPEN_AI, new LinkedHashMap<>(), secrets, Optional.empty());
  }

  private static Optional<String> key(ConnectionStore store) {
    return store.find("mine").map(draft -> draft.secrets().get("api_key")).map(Secret::reveal);
  }

  private String keyFile() throws IOException {
    return Files.readString(folder.resolve("home/connections.key"));
  }

  @Test
  void theKeyMovesIntoTheRingAndOutAgain() throws Exception {
    withoutRing().save(draft("sk-1"));
    String before = keyFile();

    assertThat(withRing().rotateKeyIntoRing()).isEqualTo(1);

    assertThat(keyFile()).startsWith("key ring: ").doesNotContain(before.strip());
    assertThat(key(withRing())).contains("sk-1");
    withRing().save(draft("sk-2"));
    assertThat(withRing().rotateKey()).isEqualTo(1);
    assertThat(keyFile()).startsWith("key ring: ");
    assertThat(key(withRing())).contains("sk-2");

    withRing().rotateKeyIntoFile();

    assertThat(key(withoutRing())).contains("sk-2");
    assertThat(ring).isDirectoryNotContaining("glob:**secret-[0-9a-f]*");
  }

  @Test
  void noSecretIsAnArgumentOfTheCommand() throws Exception {
    withRing().save(draft("sk-1"));
    withRing().rotateKeyIntoRing();

    Path kept;
    try (var files = Files.list(ring)) {
      kept =
          files
              .filter(file -> file.getFileName().toString().matches("secret-[0-9a-f-]{36}"))
              .findFirst()
              .orElseThrow();
    }
    assertThat(Files.readString(ring.resolve("calls")))
        .contains("store ")
        .doesNotContain(Files.readString(kept).strip());
  }

  @Test
  void theRingIsAskedOnceForEachKey() throws Exception {
    withRing().save(draft("sk-1"));
    withRing().rotateKeyIntoRing();
    ConnectionStore store = withRing();
    Files.writeString(ring.resolve("calls"), "");

    for (int i = 0; i < 5; i++) {
      assertThat(key(store)).contains("sk-1");
    }

    assertThat(Files.readAllLines(ring.resolve("calls"))).hasSize(1);
    withRing().rotateKey(); // as another process does it
    assertThat(key(store)).contains("sk-1");
  }

  @Test
  void withoutARingNothingChanges() throws Exception {
    withoutRing().save(draft("sk-1"));
    String before = keyFile();

    assertThatThrownBy(() -> withoutRing().rotateKeyIntoRing())
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("secret-tool");

    assertThat(key(withoutRing())).contains("sk-1");
    assertThat(keyFile()).isEqualTo(before);
  }

  @Test
  void aKeyThatTheRingHasNotIsTold() throws Exception {
    withRing().save(draft("sk-1"));
    withRing().rotateKeyIntoRing();

    assertThatThrownBy(() -> withoutRing().find("mine"))
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("no key ring");
    Files.writeString(ring.resolve("secret-tool"), "#!/bin/sh\nexit 1\n");
    assertThatThrownBy(() -> withRing().find("mine"))
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("unlock the key ring");
  }
}
