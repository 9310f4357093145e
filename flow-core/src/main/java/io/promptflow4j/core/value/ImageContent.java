package io.promptflow4j.core.value;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// Where the pixels of an [Value.Image] are.
public sealed interface ImageContent {

  /// The first eight hexadecimal digits of the SHA-1 of the content: prompt flow's name for an
  /// image in a prompt, `Image(3f2a11bc)`.
  default String shortHash() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(hashed());
      return HexFormat.of().formatHex(digest, 0, 4);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-1", missing);
    }
  }

  /// The bytes that [#shortHash] is computed over.
  byte[] hashed();

  /// The encoded picture itself. The bytes are copied on the way in and out.
  final class Inline implements ImageContent {
    private final byte[] bytes;

    public Inline(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    public byte[] bytes() {
      return bytes.clone();
    }

    public String base64() {
      return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public byte[] hashed() {
      return bytes;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Inline that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "Inline[%d bytes]".formatted(bytes.length);
    }
  }

  /// An `http(s)` address that is handed to the model and never fetched here.
  record Remote(URI address) implements ImageContent {
    @Override
    public byte[] hashed() {
      return address.toString().getBytes(StandardCharsets.UTF_8);
    }
  }
}
