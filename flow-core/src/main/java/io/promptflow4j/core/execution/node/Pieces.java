package io.promptflow4j.core.execution.node;

import io.promptflow4j.core.value.Value;
import java.util.function.Consumer;

/// A text that is there as a whole, handed on as if it came piece by piece.
final class Pieces {

  private static final int LENGTH = 24;

  private Pieces() {}

  /// Pieces of a few words each; together they are the text.
  static void of(String text, Consumer<Value> listener) {
    int from = 0;
    while (from < text.length()) {
      int to = end(text, from);
      listener.accept(Value.of(text.substring(from, to)));
      from = to;
    }
  }

  /// Behind the next space after some letters, and never within a surrogate pair.
  private static int end(String text, int from) {
    int to = Math.min(from + LENGTH, text.length());
    while (to < text.length() && !Character.isWhitespace(text.charAt(to - 1))) {
      to++;
    }
    return to;
  }
}
