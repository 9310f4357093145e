package io.promptflow4j.core.run.table;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.InflaterInputStream;

/// Text in few bytes, in the zlib format.
final class Packed {

  private static final int PIECE = 4 * 1024;

  private final byte[] bytes;

  Packed(byte[] bytes) {
    this.bytes = bytes;
  }

  static Packed pack(byte[] plain) {
    try (var deflater = new Deflater(Deflater.BEST_SPEED)) {
      deflater.setInput(plain);
      deflater.finish();
      var packed = new ByteArrayOutputStream(plain.length / 2 + 64);
      byte[] piece = new byte[PIECE];
      while (!deflater.finished()) {
        packed.write(piece, 0, deflater.deflate(piece));
      }
      return new Packed(packed.toByteArray());
    }
  }

  byte[] bytes() {
    return bytes;
  }

  String unpack() {
    try (var plain = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
      return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
