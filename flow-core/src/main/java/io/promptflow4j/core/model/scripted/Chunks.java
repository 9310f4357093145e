package io.promptflow4j.core.model.scripted;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How an answer is cut into the pieces of a stream.
enum Chunks {
  WORDS("\\s*+\\S++\\s*+"),
  LINES("[^\\n]*+\\n|[^\\n]++"),
  CHARACTERS("(?s)."),
  WHOLE("(?s).++");

  private final String piece;

  Chunks(String piece) {
    this.piece = piece;
  }

  /// The pieces; joined, they are the text.
  List<String> split(String text) {
    var pieces = new ArrayList<String>();
    Matcher matcher = Pattern.compile(piece).matcher(text);
    while (matcher.find()) {
      pieces.add(matcher.group());
    }
    if (pieces.isEmpty() && !text.isEmpty()) {
      pieces.add(text);
    }
    return pieces;
  }
}
