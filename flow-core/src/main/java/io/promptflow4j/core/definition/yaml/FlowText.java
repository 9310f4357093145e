package io.promptflow4j.core.definition.yaml;

import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.SourceText;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// From the bytes of a flow file to its text.
final class FlowText {

  private FlowText() {}

  /// The text of `bytes`, which have to be UTF-8 and not too many.
  static Optional<SourceText> decode(String name, byte[] bytes, Diagnostics diagnostics) {
    if (bytes.length > FlowFile.MAX_BYTES) {
      diagnostics.error(
          "file-too-large",
          Place.startOf(name),
          "a flow file may have 1 MiB at most; move data and long texts into files of their own.");
      return Optional.empty();
    }
    if (isUtf16(bytes)) {
      diagnostics.error(
          "not-utf8", Place.startOf(name), "this file is UTF-16 text; save it as UTF-8.");
      return Optional.empty();
    }
    var text = CharBuffer.allocate(bytes.length);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(ByteBuffer.wrap(bytes), text, true);
    var source = new SourceText(name, text.flip().toString());
    if (result.isError()) {
      diagnostics.error(
          "not-utf8",
          source.placeAt(source.text().length()),
          "the byte here is not UTF-8 text; save the file as UTF-8.");
      return Optional.empty();
    }
    return Optional.of(source);
  }

  /// Whether a byte-order mark says so, or every second of the first bytes is zero.
  private static boolean isUtf16(byte[] bytes) {
    if (bytes.length < 2) {
      return false;
    }
    boolean marked =
        (bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF)
            || (bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE);
    return marked
        || (bytes.length >= 4
            && (bytes[0] == 0) != (bytes[1] == 0)
            && (bytes[0] == 0) == (bytes[2] == 0)
            && (bytes[1] == 0) == (bytes[3] == 0));
  }

  /// Whether all characters of `source` may stand in a YAML text; the first that may not is
  /// reported.
  static boolean isReadable(SourceText source, Diagnostics diagnostics) {
    String text = source.text();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isForbidden(c)) {
        diagnostics.error(
            "yaml-syntax",
            source.placeAt(i),
            "the character U+%04X stands here, which YAML doesn't allow; remove it, or write \"\\x%02X\""
                    .formatted((int) c, (int) c)
                + " inside double quotes.");
        return false;
      }
    }
    return true;
  }

  private static boolean isForbidden(char c) {
    return (c < ' ' && c != '\n' && c != '\t')
        || (c >= 0x7F && c < 0xA0 && c != 0x85)
        || c == 0xFFFE
        || c == 0xFFFF;
  }
}
