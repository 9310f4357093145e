package io.promptflow4j.core.dataset;

import io.promptflow4j.core.value.Images;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// SHA-256 over what rows say, however they are written.
///
/// Each row counts as its JSON text without blanks and with sorted keys, behind its length in
/// bytes. So names of files, line ends, blank lines, the order of columns and the format do not
/// matter, as long as the values are the same: `1` and `1.0` differ, and so do an empty text and no
/// value. The order of rows matters. One thread uses it.
public final class RowDigest {

  private final MessageDigest digest = sha256();

  /// Has seen no row.
  public RowDigest() {}

  public void add(Value.Mapping columns) {
    byte[] text = canonical(columns).getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, text.length));
    digest.update(text);
  }

  /// `sha256:` and 64 hexadecimal digits. Afterwards this has seen no row again.
  public String finish() {
    return "sha256:" + HexFormat.of().formatHex(digest.digest());
  }

  /// A number that depends on the row and the seed alone, even over all 64 bits.
  public static long hash(Value columns, long seed) {
    MessageDigest digest = sha256();
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, seed));
    return ByteBuffer.wrap(digest.digest(canonical(columns).getBytes(StandardCharsets.UTF_8)))
        .getLong();
  }

  private static String canonical(Value value) {
    return Json.write(sorted(value));
  }

  private static Value sorted(Value value) {
    return switch (value) {
      case Value.Mapping(var entries) -> sorted(entries);
      case Value.Sequence(var items) -> Value.of(items.stream().map(RowDigest::sorted).toList());
      case Value.Image image -> sorted(Images.toMapping(image));
      case Value.Text _, Value.Whole _, Value.Decimal _, Value.Bool _, Value.Null _ -> value;
    };
  }

  private static Value sorted(Map<String, Value> entries) {
    var inOrder = new TreeMap<String, Value>();
    entries.forEach((key, item) -> inOrder.put(key, sorted(item)));
    return Value.of(inOrder);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }
}
