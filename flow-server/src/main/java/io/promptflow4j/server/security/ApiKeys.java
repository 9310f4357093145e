package io.promptflow4j.server.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/// The keys that open the server. Only their digests are kept.
public final class ApiKeys {

  /// A shorter key could be guessed.
  public static final int SHORTEST = 16;

  private static final String DIGEST_PREFIX = "sha256:";
  private static final int DIGEST_DIGITS = 64;

  private final List<byte[]> digests;

  private ApiKeys(List<byte[]> digests) {
    this.digests = digests;
  }

  /// Reads keys: each as it is, or as `sha256:` and the 64 hexadecimal digits of its digest.
  ///
  /// @throws IllegalArgumentException if one is too short to be safe or no digest
  public static ApiKeys of(List<String> written) {
    var digests = new ArrayList<byte[]>();
    for (String key : written) {
      digests.add(key.startsWith(DIGEST_PREFIX) ? readDigest(key) : digest(checked(key)));
    }
    return new ApiKeys(List.copyOf(digests));
  }

  private static byte[] readDigest(String written) {
    String digits = written.substring(DIGEST_PREFIX.length()).strip().toLowerCase(Locale.ROOT);
    if (digits.length() != DIGEST_DIGITS || !digits.matches("[0-9a-f]+")) {
      throw new IllegalArgumentException(
          "the digest of a key is 'sha256:' and 64 hexadecimal digits");
    }
    return HexFormat.of().parseHex(digits);
  }

  private static String checked(String key) {
    if (key.length() < SHORTEST) {
      throw new IllegalArgumentException(
          "a key needs at least %d characters; make one with: openssl rand -hex 32"
              .formatted(SHORTEST));
    }
    return key;
  }

  private static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }

  /// Whether anybody may call.
  public boolean isEmpty() {
    return digests.isEmpty();
  }

  /// The number of the key among them; empty if it is none of them. Takes as long for every key.
  public OptionalInt number(String key) {
    byte[] presented = digest(key);
    int found = -1;
    for (int i = 0; i < digests.size(); i++) {
      if (MessageDigest.isEqual(digests.get(i), presented)) {
        found = i;
      }
    }
    return found < 0 ? OptionalInt.empty() : OptionalInt.of(found);
  }
}
