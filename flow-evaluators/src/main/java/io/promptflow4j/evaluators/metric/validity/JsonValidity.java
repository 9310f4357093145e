package io.promptflow4j.evaluators.metric.validity;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import java.util.Optional;
import java.util.regex.Pattern;

/// Whether a text is JSON, or holds an object or a list of it.
///
/// `NaN` and `Infinity` pass as numbers, because Python writes them.
public final class JsonValidity {

  private static final int MAX_TRIES = 200;
  private static final Pattern OPENING = Pattern.compile("[{\\[]");

  private JsonValidity() {}

  /// The whole text, white space around it aside, is one JSON value.
  public static Validity check(String text) {
    try {
      Json.read(text);
      return Validity.Valid.VALID;
    } catch (JsonSyntaxException broken) {
      return new Validity.Invalid(String.valueOf(broken.getMessage()));
    }
  }

  /// Somewhere in the text, in a code fence or in a sentence, stands a JSON object or list.
  public static Validity checkContained(String text) {
    return firstIn(text).isPresent()
        ? Validity.Valid.VALID
        : new Validity.Invalid("the text holds no JSON object or list");
  }

  /// The first JSON object or list in the text; only the first 200 brackets are tried.
  public static Optional<Value> firstIn(String text) {
    var openings = OPENING.matcher(text);
    int from = 0;
    for (int tries = 0; tries < MAX_TRIES && openings.find(from); tries++) {
      int start = openings.start();
      int end = BracketScan.end(text, start);
      if (end > start) {
        Optional<Value> value = read(text.substring(start, end));
        if (value.isPresent()) {
          return value;
        }
      }
      from = start + 1;
    }
    return Optional.empty();
  }

  private static Optional<Value> read(String text) {
    try {
      return Optional.of(Json.read(text));
    } catch (JsonSyntaxException _) {
      return Optional.empty();
    }
  }
}
