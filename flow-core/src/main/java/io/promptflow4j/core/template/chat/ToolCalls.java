package io.promptflow4j.core.template.chat;

import io.promptflow4j.core.value.Value;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;

/// Reads the list after `tool_calls:`.
///
/// The list may be the author's, printed by an expression, or a mixture. To keep what an expression
/// printed from breaking out of the place where the author put it, every character carries its
/// origin, and [PythonLiteral] closes a bracket or a quote only with one of the same origin.
final class ToolCalls {

  private ToolCalls() {}

  /// The list at the start of `marked`; empty if there is none, or if it is no literal.
  static Optional<Value.Sequence> read(String marked) {
    var text = new StringBuilder(marked.length());
    int[] origins = new int[marked.length()];
    var enclosing = new ArrayDeque<Integer>();
    int printed = 0;
    for (int i = 0; i < marked.length(); i++) {
      char c = marked.charAt(i);
      if (c == Marks.ENTER) {
        enclosing.push(++printed);
      } else if (c == Marks.LEAVE) {
        enclosing.poll();
      } else if (!Marks.isMark(c) || (c == Marks.ESCAPE && i + 1 < marked.length())) {
        origins[text.length()] = enclosing.isEmpty() ? 0 : enclosing.getFirst();
        text.append(c == Marks.ESCAPE ? Marks.unescaped(marked.charAt(++i)) : c);
      }
    }
    int start = PythonSpace.skip(text, 0);
    int[] rest = Arrays.copyOfRange(origins, start, text.length());
    return PythonLiteral.listAt(text.substring(start), rest);
  }
}
