package io.promptflow4j.core.template.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Finds, in text that an author wrote, the words that give a chat prompt its structure: lines that
/// open a role and the labels of blocks within a message.
///
/// The rules are prompt flow's. A role opens where, at the start of a line, white space, at most
/// one `#`, a role word in any case, a colon and a line end follow each other, with any white space
/// between. A label is `name:`, `tool_call_id:` or `tool_calls:` before a line end, or `content:`.
/// One pass, from colon to colon; every piece of white space is looked at a fixed number of times.
final class Structure {

  private static final List<String> LABELS = List.of("tool_call_id", "tool_calls", "name");
  private static final String CONTENT = "content";
  private static final int LONGEST_ROLE = "assistant".length();

  /// A piece of text that means something, colon included.
  record Piece(int start, int end) {}

  private Structure() {}

  /// @param opensLine whether the text starts where a line starts
  static List<Piece> find(String text, boolean opensLine) {
    var found = new ArrayList<Piece>();
    for (int colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', colon + 1)) {
      int start = startOfPiece(text, colon, opensLine);
      if (start >= 0) {
        found.add(new Piece(start, colon + 1));
      }
    }
    return found;
  }

  private static int startOfPiece(String text, int colon, boolean opensLine) {
    int wordEnd = PythonSpace.skipBack(text, colon);
    if (endsWith(text, wordEnd, CONTENT)) {
      return wordEnd - CONTENT.length();
    }
    if (!lineEndFollows(text, colon + 1)) {
      return -1;
    }
    for (String label : LABELS) {
      if (endsWith(text, wordEnd, label)) {
        return wordEnd - label.length();
      }
    }
    int roleStart = roleStart(text, wordEnd);
    return roleStart < 0 ? -1 : markerStart(text, roleStart, opensLine);
  }

  private static boolean endsWith(String text, int end, String word) {
    return text.startsWith(word, end - word.length());
  }

  static boolean lineEndFollows(String text, int from) {
    int i = from;
    while (i < text.length() && PythonSpace.is(text.charAt(i))) {
      if (text.charAt(i++) == '\n') {
        return true;
      }
    }
    return false;
  }

  private static int roleStart(String text, int end) {
    int limit = Math.max(0, end - LONGEST_ROLE - 1);
    int start = end;
    while (start > limit && isLetter(text.charAt(start - 1))) {
      start--;
    }
    return ChatMessage.Role.named(text.substring(start, end)).isPresent() ? start : -1;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /// Where the marker begins whose role word begins at `roleStart`: at its `#` if that is at the
  /// start of a line, else at the word if that is; -1 if neither is.
  private static int markerStart(String text, int roleStart, boolean opensLine) {
    int blank = PythonSpace.skipBack(text, roleStart);
    if (blank > 0 && text.charAt(blank - 1) == '#') {
      int before = PythonSpace.skipBack(text, blank - 1);
      if (startsLine(text, before, blank - 1, opensLine)) {
        return blank - 1;
      }
    }
    return startsLine(text, blank, roleStart, opensLine) ? roleStart : -1;
  }

  private static boolean startsLine(String text, int from, int to, boolean opensLine) {
    if (from == 0 && opensLine) {
      return true;
    }
    int lineEnd = text.lastIndexOf('\n', to - 1);
    return lineEnd >= from && to > from;
  }

  /// Where the last line of a text that goes on begins, if it may still become a line that opens a
  /// role; else the text's length.
  static int startOfOpenLine(String text) {
    int end = PythonSpace.skipBack(text, text.length());
    int start = text.lastIndexOf('\n', end - 1) + 1;
    String line = PythonSpace.strip(text.substring(start, end));
    boolean isOver = line.startsWith("##") || (line.endsWith(":") && lineEndFollows(text, end));
    String word = word(line).replace(":", "");
    boolean mayOpen =
        Stream.of(ChatMessage.Role.values()).anyMatch(role -> role.wireName().startsWith(word));
    return mayOpen && !isOver ? start : text.length();
  }

  /// The marked form of an author's text.
  static String mark(String text, boolean opensLine) {
    List<Piece> pieces = find(text, opensLine);
    if (pieces.isEmpty()) {
      return Marks.escape(text);
    }
    var out = new StringBuilder(text.length() + 2 * pieces.size());
    int from = 0;
    for (Piece piece : pieces) {
      out.append(Marks.escape(text.substring(from, piece.start()))).append(Marks.OPEN);
      out.append(text, piece.start(), piece.end()).append(Marks.CLOSE);
      from = piece.end();
    }
    return out.append(Marks.escape(text.substring(from))).toString();
  }

  /// What a marked piece says, without white space and `#`, in lower case: `system:`, `name:` …
  static String word(String piece) {
    return piece
        .replace("#", "")
        .chars()
        .filter(c -> !PythonSpace.is((char) c))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString()
        .toLowerCase(Locale.ROOT);
  }
}
