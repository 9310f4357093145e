package io.promptflow4j.core.dataset.format;

/// How messages speak of bytes that are not UTF-8.
final class Encoding {

  private Encoding() {}

  static String notUtf8(int wrongByte) {
    return "byte 0x%02X is not UTF-8; save the file as UTF-8 (in Excel: 'CSV UTF-8')"
        .formatted(wrongByte & 0xFF);
  }

  static String notUtf8() {
    return "the file is UTF-16; save it as UTF-8 (in Excel: 'CSV UTF-8')";
  }

  /// Whether the first two bytes are a byte-order mark of UTF-16.
  static boolean isUtf16(int first, int second) {
    return (first == 0xFF && second == 0xFE) || (first == 0xFE && second == 0xFF);
  }
}
