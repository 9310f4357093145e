package io.promptflow4j.core.graph.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds and takes apart `${…}` in a text.
final class ReferenceSyntax {

  static final String OPENING = "${";

  private ReferenceSyntax() {}

  /// One `${…}` inside a longer text.
  ///
  /// @param start the offset of its `$`
  /// @param end the offset behind its `}`
  record Segment(int start, int end, String content) {}

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
    int start = text.indexOf(OPENING);
    while (start >= 0) {
      int end = closingBrace(text, start + 2);
      if (end < 0) {
        start = text.indexOf(OPENING, start + 2);
      } else {
        found.add(new Segment(start, end + 1, text.substring(start + 2, end)));
        start = text.indexOf(OPENING, end + 1);
      }
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
        int quote = text.indexOf("']", i + 2);
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
