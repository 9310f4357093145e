package io.promptflow4j.core.model.connection.store;

import io.promptflow4j.core.model.connection.ConnectionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Where a vault's keys are: in a file that only its owner reads, or in the key ring of the
/// operating system; then the file says under which name.
final class KeyHome {

  private static final String MARK = "key ring: ";

  private final Path file;
  private final Supplier<Optional<KeyRing>> ring;

  /// What the key ring has, by account; the keys of an account never change.
  private final Map<String, String> known = new ConcurrentHashMap<>();

  KeyHome(Path file, Supplier<Optional<KeyRing>> ring) {
    this.file = file;
    this.ring = ring;
  }

  /// Where it can be.
  enum Place {
    FILE,
    KEY_RING
  }

  Path file() {
    return file;
  }

  /// The keys' text, made by `fresh` if there is none yet, in the file.
  String readOrMake(Supplier<byte[]> fresh) throws IOException {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException _) {
      PrivateFiles.createFolder(PrivateFiles.folderOf(file));
      PrivateFiles.createOnce(file, fresh.get());
      text = Files.readString(file);
    }
    Optional<String> account = account(text);
    return account.isPresent() ? inRing(account.get()) : text;
  }

  private static Optional<String> account(String text) {
    return text.startsWith(MARK)
        ? Optional.of(text.substring(MARK.length()).strip())
        : Optional.empty();
  }

  private String inRing(String account) {
    return Optional.ofNullable(known.get(account))
        .or(() -> ring().secret(account).map(keys -> remembered(account, keys.replace(',', '\n'))))
        .orElseThrow(() ->
            new ConnectionException(
                ("the key of the stored connections is in this machine's key ring ('%s' names it),"
                        + " but is not to be had from there; unlock the key ring, or delete the"
                        + " file and store the connections again")
                    .formatted(file)));
  }

  private String remembered(String account, String keys) {
    known.put(account, keys);
    return keys;
  }

  /// Looks whether keys can be in `place`.
  ///
  /// @throws ConnectionException if this machine has no such place
  void check(Place place) {
    switch (place) {
      case FILE -> {}
      case KEY_RING -> {
        KeyRing _ = ring();
      }
    }
  }

  private KeyRing ring() {
    return ring.get()
        .orElseThrow(() ->
            new ConnectionException(
                "this machine has no key ring that can be asked: neither 'secret-tool' nor, on"
                    + " macOS, 'security' is in the PATH"));
  }

  /// Puts `keys` where the present ones are.
  void write(String keys) throws IOException {
    boolean inRing = account(Files.readString(file)).isPresent();
    move(keys, inRing ? Place.KEY_RING : Place.FILE);
  }

  /// Puts `keys` into `place`; they are nowhere else afterwards.
  void move(String keys, Place place) throws IOException {
    Optional<String> before = account(Files.readString(file));
    switch (place) {
      case FILE -> PrivateFiles.replace(file, keys.getBytes(StandardCharsets.UTF_8));
      case KEY_RING -> {
        String account = UUID.randomUUID().toString();
        ring().keep(account, keys.replace('\n', ','));
        PrivateFiles.replace(file, (MARK + account + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    before.ifPresent(account -> {
      ring().forget(account);
      known.remove(account);
    });
  }
}
