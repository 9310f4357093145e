package io.promptflow4j.core.template.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the lines of a marked text that really open a role.
///
/// A marked role word is not enough: it must stand at the start of a line that its author began, so
/// it is looked back from the word over white space to a line end. What an expression printed
/// blocks the look back, unless the word itself is part of what was printed.
final class RoleLines {

  /// A line that opens a role: the range of its marker, from the `#` or the word to the colon.
  record RoleLine(int start, int end, ChatMessage.Role role) {}

  private final String marked;

  private RoleLines(String marked) {
    this.marked = marked;
  }

  static List<RoleLine> find(String marked) {
    return new RoleLines(marked).all();
  }

  private List<RoleLine> all() {
    var found = new ArrayList<RoleLine>();
    int open = marked.indexOf(Marks.OPEN);
    while (open >= 0) {
      RoleLine line = roleLine(open);
      if (line != null) {
        found.add(line);
      }
      open = marked.indexOf(Marks.OPEN, line == null ? open + 1 : line.end());
    }
    return found;
  }

  private @Nullable RoleLine roleLine(int open) {
    int close = marked.indexOf(Marks.CLOSE, open);
    if (close < 0) {
      return null;
    }
    String words = marked.substring(open + 1, close);
    if (words.indexOf(Marks.OPEN) >= 0) {
      return null;
    }
    int end = words.endsWith(":") ? close + 1 : separateColon(close + 1);
    Optional<ChatMessage.Role> role = role(words);
    if (end < 0 || role.isEmpty() || !Structure.lineEndFollows(marked, end)) {
      return null;
    }
    int start = lineStart(open, words.startsWith("#"));
    return start < 0 ? null : new RoleLine(start, end, role.get());
  }

  private static Optional<ChatMessage.Role> role(String words) {
    String word = Structure.word(words);
    return ChatMessage.Role.named(word.endsWith(":") ? word.substring(0, word.length() - 1) : word);
  }

  /// The end of a colon that was marked on its own, as after `{{item.role}}`.
  private int separateColon(int from) {
    int open = PythonSpace.skip(marked, from);
    return marked.startsWith(Marks.OPEN + ":" + Marks.CLOSE, open) ? open + 3 : -1;
  }

  /// Where a marker begins, its `#` included; -1 if it does not stand at the start of a line.
  private int lineStart(int open, boolean hasHash) {
    int at = lookBack(open);
    if (!hasHash && at > 0 && marked.charAt(at - 1) == '#') {
      int beforeHash = lookBack(at - 1);
      if (isLineStart(beforeHash, at - 1)) {
        return at - 1;
      }
    }
    return isLineStart(at, open) ? open : -1;
  }

  /// The start of the white space before `from`, seen through the start of the value in which it
  /// stands.
  private int lookBack(int from) {
    int at = PythonSpace.skipBack(marked, from);
    while (at > 0 && marked.charAt(at - 1) == Marks.ENTER) {
      at = PythonSpace.skipBack(marked, at - 1);
    }
    return at;
  }

  private boolean isLineStart(int at, int to) {
    if (at == 0 || marked.lastIndexOf('\n', to - 1) >= at) {
      return true;
    }
    int before = marked.charAt(at - 1) == Marks.LEAVE ? at - 1 : at;
    return marked.startsWith(Marks.LINE_END, before - Marks.LINE_END.length());
  }
}
