package io.promptflow4j.core.graph.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds and takes apart `${…}` in a text.
final class ReferenceSyntax {

  static final String OPENING = "${";

  /// How far a quoted key may reach; keeps a text full of open ones from being read again and
  /// again.
  static final int MAX_KEY = 1000;

  private ReferenceSyntax() {}

  /// One `${…}` inside a longer text.
  ///
  /// @param start the offset of its `$`
  /// @param end the offset behind its `}`
  /// @param opening how many `${` stand before it in the text
  record Segment(int start, int end, String content, int opening) {}

  /// What stands between the braces if the whole text is one reference.
  static Optional<String> whole(String text) {
    boolean braced = text.startsWith(OPENING) && text.endsWith("}");
    return braced && text.indexOf(OPENING, 1) < 0
        ? Optional.of(text.substring(2, text.length() - 1))
        : Optional.empty();
  }

  /// Every closed `${…}` in the text, in order. A brace inside `['…']` does not close.
  static List<Segment> segments(String text) {
    var found = new ArrayList<Segment>();
    int closed = 0;
    int opening = 0;
    for (int start = text.indexOf(OPENING); start >= 0; start = text.indexOf(OPENING, start + 2)) {
      int end = start < closed ? -1 : closingBrace(text, start + 2);
      if (end >= 0) {
        closed = end + 1;
        found.add(new Segment(start, closed, text.substring(start + 2, end), opening));
      }
      opening++;
    }
    return found;
  }

  private static int closingBrace(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '}') {
        return i;
      }
      if (c == '\n' || text.startsWith(OPENING, i)) {
        return -1;
      }
      if (text.startsWith("['", i)) {
        int quote = text.indexOf("']", i + 2, Math.min(text.length(), i + MAX_KEY));
        i = quote < 0 ? i : quote + 1;
      }
    }
    return -1;
  }

  /// Takes the content of one `${…}` apart.
  static Reference parse(String content) {
    String bare = content.strip();
    if (bare.startsWith("inputs.") || bare.startsWith("flow.")) {
      String rest = bare.substring(bare.indexOf('.') + 1);
      return rest.isEmpty()
          ? new Reference.Malformed("names no input")
          : new Reference.ToInput(rest);
    }
    int nameEnd = endOfWord(bare, 0);
    if (nameEnd == 0) {
      return new Reference.Malformed(bare.isEmpty() ? "is empty" : "names no node");
    }
    String node = bare.substring(0, nameEnd);
    if (nameEnd == bare.length() || bare.charAt(nameEnd) == '[') {
      return new Reference.ToNode(node, "output", bare.substring(nameEnd));
    }
    int sectionEnd = endOfWord(bare, nameEnd + 1);
    return new Reference.ToNode(
        node, bare.substring(nameEnd + 1, sectionEnd), bare.substring(sectionEnd));
  }

  /// The offset of the next dot or bracket, or the end.
  static int endOfWord(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) != '.' && text.charAt(end) != '[') {
      end++;
    }
    return end;
  }
}
