package io.promptflow4j.core.source;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The SHA-256 digest of some content, as 64 hexadecimal digits in lower case.
public record Digest(String hex) {

  public Digest {
    if (hex.length() != 64 || !isHex(hex)) {
      throw new IllegalArgumentException("'%s' is no SHA-256 digest".formatted(hex));
    }
  }

  private static boolean isHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if ((letter < '0' || letter > '9') && (letter < 'a' || letter > 'f')) {
        return false;
      }
    }
    return true;
  }

  public static Digest of(byte[] content) {
    return of(newDigest(), content);
  }

  /// The digest of a text's UTF-8 bytes.
  public static Digest of(String content) {
    return of(content.getBytes(StandardCharsets.UTF_8));
  }

  private static Digest of(MessageDigest digest, byte[] content) {
    return new Digest(HexFormat.of().formatHex(digest.digest(content)));
  }

  /// A digest to be fed piece by piece.
  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
