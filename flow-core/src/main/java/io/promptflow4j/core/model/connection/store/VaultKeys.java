package io.promptflow4j.core.model.connection.store;

import static java.util.stream.Collectors.joining;

import io.promptflow4j.core.model.connection.ConnectionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// The keys of a vault: the current one, and those that are being replaced by it. They are kept as
/// lines in base64, the current one first.
final class VaultKeys {

  static final int KEY_BYTES = 32;
  private static final String TRADE = "AES";

  /// A key and what names it in ciphertexts: the start of its digest, which tells nothing about it.
  record Named(String id, SecretKey key) {

    static Named of(byte[] key) {
      return new Named(id(key), new SecretKeySpec(key, TRADE));
    }

    private static String id(byte[] key) {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update("promptflow4j connections key".getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest(key), 0, 6);
      } catch (NoSuchAlgorithmException impossible) {
        throw new IllegalStateException("every JDK has SHA-256", impossible);
      }
    }
  }

  private final List<Named> keys;

  private VaultKeys(List<Named> keys) {
    this.keys = List.copyOf(keys);
  }

  /// The keys at `home`, which are made on first use.
  ///
  /// @throws ConnectionException if they can't be had or made, or are none
  static VaultKeys open(KeyHome home) {
    try {
      String text = home.readOrMake(() -> Base64.getEncoder().encode(fresh()));
      return new VaultKeys(decoded(home.file(), text));
    } catch (IOException broken) {
      throw new ConnectionException(
          "the key file '%s' can't be read or made".formatted(home.file()), broken);
    }
  }

  private static byte[] fresh() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return key;
  }

  private static List<Named> decoded(Path keyFile, String text) {
    var keys = new ArrayList<Named>();
    try {
      for (String line : text.strip().split("\\R", -1)) {
        byte[] key = Base64.getDecoder().decode(line.strip());
        if (key.length != KEY_BYTES) {
          throw new IllegalArgumentException("length");
        }
        keys.add(Named.of(key));
        Arrays.fill(key, (byte) 0);
      }
    } catch (IllegalArgumentException _) { // without the text and without the cause: it is a key
      throw new ConnectionException(
          ("the key file '%s' does not hold a key of 32 bytes in base64; restore it, or delete it"
                  + " and store the connections again")
              .formatted(keyFile));
    }
    return keys;
  }

  Named current() {
    return keys.getFirst();
  }

  List<Named> all() {
    return keys;
  }

  /// @throws IllegalArgumentException if there is no such key
  Named named(String id) {
    return keys.stream()
        .filter(key -> key.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("sealed with another key"));
  }

  /// These with a new current key.
  VaultKeys withFresh() {
    var all = new ArrayList<Named>();
    all.add(Named.of(fresh()));
    all.addAll(keys);
    return new VaultKeys(all);
  }

  VaultKeys onlyCurrent() {
    return new VaultKeys(List.of(current()));
  }

  /// These as they are kept, the current one first.
  String text() {
    return keys.stream()
        .map(key -> Base64.getEncoder().encodeToString(key.key().getEncoded()))
        .collect(joining("\n"));
  }
}
