package io.promptflow4j.core.run.table;

import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/// The form that values have in a column.
public final class Columns {

  static final String USAGE =
      "prompt_tokens, completion_tokens, total_tokens, cached_tokens, reasoning_tokens";

  private static final long NANOS = 1_000_000_000L;
  private static final char REPLACEMENT = '\uFFFD';

  private Columns() {}

  /// JSON that any database takes: a half of a surrogate pair, which UTF-8 has no form for, is
  /// written as an escape.
  public static String json(Value value) {
    return Json.write(value); // which leaves no half of a surrogate pair alone
  }

  private static int loneSurrogate(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (Character.isSurrogate(letter)) {
        if (Character.isHighSurrogate(letter)
            && i + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(i + 1))) {
          i++;
        } else {
          return i;
        }
      }
    }
    return -1;
  }

  public static Value.Mapping mapping(String json) {
    return json.equals("{}") || !(Json.read(json) instanceof Value.Mapping mapping)
        ? Value.Mapping.EMPTY
        : mapping;
  }

  /// Text that any database takes: without NUL and halves of surrogate pairs.
  public static String text(String text) {
    if (text.indexOf('\0') < 0 && loneSurrogate(text, 0) < 0) {
      return text;
    }
    var clean = new StringBuilder(text.replace('\0', REPLACEMENT));
    for (int half = loneSurrogate(text, 0); half >= 0; half = loneSurrogate(text, half + 1)) {
      clean.setCharAt(half, REPLACEMENT);
    }
    return clean.toString();
  }

  static @Nullable String text(Optional<String> text) {
    return text.map(Columns::text).orElse(null);
  }

  public static long time(Instant instant) {
    return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS), instant.getNano());
  }

  static @Nullable Long time(Optional<Instant> instant) {
    return instant.map(Columns::time).orElse(null);
  }

  public static Instant time(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
  }

  public static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    long nanos = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(time(nanos));
  }

  static Optional<Long> number(ResultSet row, String column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(number);
  }

  /// What a call came to, from its columns.
  public static RecordedCall call(ResultSet row) throws SQLException {
    return new RecordedCall(
        Json.read(row.getString("output")), usage(row), mapping(row.getString("facts")));
  }

  public static byte[] digest(Digest digest) {
    return HexFormat.of().parseHex(digest.hex());
  }

  public static Digest digest(byte[] bytes) {
    return new Digest(HexFormat.of().formatHex(bytes));
  }

  static TokenUsage usage(ResultSet row) throws SQLException {
    return new TokenUsage(
        row.getLong("prompt_tokens"),
        row.getLong("completion_tokens"),
        row.getLong("total_tokens"),
        row.getLong("cached_tokens"),
        row.getLong("reasoning_tokens"));
  }

  /// Binds the five numbers of a usage from position `first` on.
  static void bindUsage(SqlStatement<?> statement, int first, TokenUsage usage) {
    statement
        .bind(first, usage.prompt())
        .bind(first + 1, usage.completion())
        .bind(first + 2, usage.total())
        .bind(first + 3, usage.cached())
        .bind(first + 4, usage.reasoning());
  }
}
