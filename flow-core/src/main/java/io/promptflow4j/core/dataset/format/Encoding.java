package io.promptflow4j.core.dataset.format;

import java.nio.ByteBuffer;
import java.util.Optional;

/// How messages speak of bytes that are not UTF-8.
final class Encoding {

  private Encoding() {}

  static String notUtf8(int wrongByte) {
    return "byte 0x%02X is not UTF-8; save the file as UTF-8 (in Excel: 'CSV UTF-8')"
        .formatted(wrongByte & 0xFF);
  }

  /// What is said of a file whose first bytes are a byte-order mark of UTF-16 or UTF-32; empty if
  /// they are none.
  static Optional<String> marked(ByteBuffer first) {
    int at = first.position();
    long mark = first.remaining() < 4 ? -1 : first.getInt(at) & 0xFFFF_FFFFL;
    if (mark == 0xFFFE_0000L || mark == 0xFEFFL) {
      return Optional.of(marked("UTF-32"));
    }
    int half = first.remaining() < 2 ? -1 : first.getShort(at) & 0xFFFF;
    return half == 0xFFFE || half == 0xFEFF ? Optional.of(marked("UTF-16")) : Optional.empty();
  }

  private static String marked(String encoding) {
    return "the file is %s; save it as UTF-8 (in Excel: 'CSV UTF-8')".formatted(encoding);
  }
}
