package io.promptflow4j.core.model.connection.store;

import io.promptflow4j.core.model.connection.ConnectionDraft;
import io.promptflow4j.core.model.connection.ConnectionException;
import io.promptflow4j.core.model.connection.ConnectionFile;
import io.promptflow4j.core.model.connection.ConnectionText;
import io.promptflow4j.core.model.connection.Secret;
import io.promptflow4j.core.source.HomeFolder;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The connections of one user: one YAML file each, readable by their owner alone, secrets
/// encrypted. `pf connection` changes it; flows read it.
///
/// A reference (`env:NAME`, `file:PATH`) is stored as it is, so what it points to never comes here.
/// Writes replace a file as a whole; of two at the same time the later one counts.
public final class ConnectionStore {

  private final Path folder;
  private final KeyHome keys;

  private ConnectionStore(Path home, Map<String, String> environment) {
    this.folder = home.resolve("connections");
    this.keys = new KeyHome(home.resolve("connections.key"), () -> KeyRing.find(environment));
  }

  /// The store in the folder `home`; nothing is made before something is stored.
  public static ConnectionStore in(Path home) {
    return new ConnectionStore(home, System.getenv());
  }

  /// The user's own store: below `PF_HOME_DIRECTORY`, else below `$HOME/.promptflow4j`.
  public static ConnectionStore ofUser(Map<String, String> environment) {
    String home = environment.getOrDefault("PF_HOME_DIRECTORY", "");
    return new ConnectionStore(
        home.isBlank() ? HomeFolder.of(environment).resolve(".promptflow4j") : Path.of(home),
        environment);
  }

  /// The connection called `name`, with its secrets.
  ///
  /// @throws ConnectionException if its file is broken or its secrets can't be decrypted
  public Optional<ConnectionDraft> find(String name) {
    Path file = file(name);
    return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
  }

  /// The names of all stored connections, sorted.
  public List<String> names() {
    var names = new ArrayList<String>();
    for (Path file : files()) {
      String encoded = String.valueOf(file.getFileName());
      names.add(
          URLDecoder.decode(
              encoded.substring(0, encoded.length() - ".yaml".length()), StandardCharsets.UTF_8));
    }
    names.sort(String.CASE_INSENSITIVE_ORDER);
    return names;
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).toList();
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (IOException broken) {
      throw new ConnectionException("the folder '%s' can't be read".formatted(folder), broken);
    }
  }

  private ConnectionDraft read(Path file) {
    ConnectionDraft sealed = ConnectionFile.readStored(file);
    ConnectionDraft open = sealed;
    SecretVault vault = null;
    for (var secret : sealed.secrets().entrySet()) {
      String text = secret.getValue().reveal();
      if (SecretVault.isSealed(text)) {
        vault = vault == null ? new SecretVault(VaultKeys.open(keys)) : vault;
        open = open.withSecret(secret.getKey(), vault.open(sealed.name(), secret.getKey(), text));
      }
    }
    return open;
  }

  /// Stores `draft`, in place of one of the same name.
  ///
  /// @throws ConnectionException if a field is still to be given, or it can't be written
  public void save(ConnectionDraft draft) {
    draft.checkComplete();
    try {
      PrivateFiles.createFolder(folder);
      var vault = new SecretVault(VaultKeys.open(keys));
      String yaml =
          ConnectionText.yaml(draft, (field, secret) -> vault.seal(draft.name(), field, secret));
      PrivateFiles.replace(file(draft.name()), yaml.getBytes(StandardCharsets.UTF_8));
    } catch (IOException broken) {
      throw new ConnectionException(
          "connection '%s' can't be stored in '%s'".formatted(draft.name(), folder), broken);
    }
  }

  /// Removes the connection called `name`; false if there is none.
  public boolean delete(String name) {
    try {
      return Files.deleteIfExists(file(name));
    } catch (IOException broken) {
      throw new ConnectionException("connection '%s' can't be deleted".formatted(name), broken);
    }
  }

  /// Replaces the key under which all secrets are encrypted, and says how many connections were
  /// written anew. The old key is gone when this ends; until then both open what is stored, so a
  /// crash leaves nothing unreadable and the next rotation completes it.
  ///
  /// @throws ConnectionException if a connection can't be read with the old key, or a file can't be
  ///   written; then the old key stays beside the new one
  public int rotateKey() {
    return rotateKey(Optional.empty());
  }

  /// As [#rotateKey()], and the new key is kept in the key ring of the operating system.
  ///
  /// @throws ConnectionException also if there is none
  public int rotateKeyIntoRing() {
    return rotateKey(Optional.of(KeyHome.Place.KEY_RING));
  }

  /// As [#rotateKey()], and the new key is kept in a file that only its owner reads.
  public int rotateKeyIntoFile() {
    return rotateKey(Optional.of(KeyHome.Place.FILE));
  }

  private int rotateKey(Optional<KeyHome.Place> place) {
    place.ifPresent(keys::check);
    names().forEach(this::find); // what can't be read is told before anything changes
    try {
      VaultKeys both = VaultKeys.open(keys).withFresh();
      keys.write(both.text());
      int written = 0;
      for (Path file : files()) {
        if (!isUpToDate(file, new SecretVault(both))) {
          save(read(file));
          written++;
        }
      }
      String current = both.onlyCurrent().text();
      if (place.isPresent()) {
        keys.move(current, place.get());
      } else {
        keys.write(current);
      }
      return written;
    } catch (IOException broken) {
      throw new ConnectionException(
          "the key file '%s' can't be replaced".formatted(keys.file()), broken);
    }
  }

  private static boolean isUpToDate(Path file, SecretVault vault) {
    return ConnectionFile.readStored(file).secrets().values().stream()
        .map(Secret::reveal)
        .filter(SecretVault::isSealed)
        .allMatch(vault::isUpToDate);
  }

  private Path file(String name) {
    return folder.resolve(URLEncoder.encode(name, StandardCharsets.UTF_8) + ".yaml");
  }
}
