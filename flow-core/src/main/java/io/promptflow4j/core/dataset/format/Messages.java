package io.promptflow4j.core.dataset.format;

import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;

/// What is said about rows that can't be read.
final class Messages {

  private Messages() {}

  static String tooLong(int limit, String unit) {
    return "this row is longer than %,d %s; shorten it, or raise the limit".formatted(limit, unit);
  }

  static String noObject(Value value) {
    return "a row is a JSON object such as {\"question\": \"…\"}, but this is "
        + switch (value) {
          case Value.Text _ -> "a text";
          case Value.Whole _, Value.Decimal _ -> "a number";
          case Value.Bool _ -> "true or false";
          case Value.Null _ -> "null";
          case Value.Sequence _ -> "a list";
          case Value.Mapping _, Value.Image _ -> "something else";
        };
  }

  static String json(JsonSyntaxException broken) {
    return "this is not JSON: " + broken.problem();
  }

  /// JSON that is laid out over several lines fails at its first line, which says little.
  static String jsonLine(String text, JsonSyntaxException broken) {
    String start = text.strip();
    return start.equals("[") || start.equals("{")
        ? "this is not one JSON object a line; if the file is a JSON list or one object, name it"
            + " .json or say that its format is json"
        : json(broken);
  }
}
