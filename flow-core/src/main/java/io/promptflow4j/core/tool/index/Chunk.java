package io.promptflow4j.core.tool.index;

import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.List;

/// A piece of a document that is found as one.
///
/// @param source the document, relative to the folder that was indexed
/// @param line where the piece begins, counted from 1
public record Chunk(String text, String source, int line) {

  /// Splits a document where a line, a sentence or at least a word ends.
  ///
  /// @param most how many characters a piece has at most
  /// @param overlap how many of them the next one begins with
  public static List<Chunk> split(String document, String source, int most, int overlap) {
    if (most < 50 || overlap < 0 || overlap > most / 2) {
      throw new IllegalArgumentException(
          "pieces need at least 50 characters, and may share half of them at most");
    }
    var chunks = new ArrayList<Chunk>();
    String text = document.replace("\r\n", "\n");
    int begin = 0;
    while (begin < text.length()) {
      int end = Math.min(text.length(), begin + most);
      if (end < text.length()) {
        end = end(text, begin, end);
      }
      String piece = text.substring(begin, end);
      if (!piece.isBlank()) {
        int lead = piece.length() - piece.stripLeading().length();
        chunks.add(new Chunk(piece.strip(), source, line(text, begin + lead)));
      }
      begin = end == text.length() ? end : Math.max(begin + 1, start(text, end, overlap));
    }
    return chunks;
  }

  /// The best place to end: after a paragraph, a line, a sentence, a word; none of them in the
  /// first third.
  private static int end(String text, int begin, int most) {
    int least = begin + (most - begin) / 3;
    for (String mark : List.of("\n\n", "\n", ". ", " ")) {
      int found = text.lastIndexOf(mark, most - mark.length());
      if (found >= least) {
        return found + mark.length();
      }
    }
    return Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
  }

  private static int start(String text, int end, int overlap) {
    int start = Math.max(0, end - overlap);
    int word = overlap == 0 ? -1 : text.indexOf(' ', start);
    return word >= 0 && word < end ? word + 1 : end;
  }

  private static int line(String text, int position) {
    return 1 + (int) text.substring(0, position).chars().filter(letter -> letter == '\n').count();
  }

  Value.Mapping toValue() {
    return new Fields().put("text", text).put("source", source).put("line", line).end();
  }

  static Chunk of(Value.Mapping written) {
    return new Chunk(
        text(written, "text"),
        text(written, "source"),
        written.get("line") instanceof Value.Whole whole ? whole.clampedToInt() : 1);
  }

  private static String text(Value.Mapping written, String key) {
    return written.get(key) instanceof Value.Text(var text) ? text : "";
  }
}
