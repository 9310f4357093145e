package io.promptflow4j.core.template.chat;

import io.promptflow4j.core.value.Value;
import java.util.List;

/// A rendered prompt that still knows which of its words are the author's.
///
/// [#plain] is what people and other nodes see. [#handedOn] is for the prompts that read this one:
/// it keeps the marks of what has a meaning, and only those, so that a text without any is its
/// plain self.
///
/// @param marked the text with its marks; made by [RoleGuard]
public record PromptText(String marked) {

  /// The text as the original renders it.
  public String plain() {
    return Marks.strip(marked);
  }

  /// The text as a variable of another prompt, whose roles it may open.
  public Value.Text handedOn() {
    var out = new StringBuilder(marked.length());
    List<RoleLines.RoleLine> lines = RoleLines.find(marked);
    int from = 0;
    for (RoleLines.RoleLine line : lines) {
      out.append(withoutRoles(marked.substring(from, line.start())));
      String words = Marks.strip(marked.substring(line.start(), line.end()));
      out.append(Marks.OPEN).append(words).append(Marks.CLOSE);
      from = line.end();
    }
    out.append(withoutRoles(marked.substring(from)));
    if (!lines.isEmpty() && marked.endsWith("\n")) {
      out.append(Marks.LINE_END);
    }
    return Value.of(out.toString());
  }

  /// A stretch that opens no role: of its marks, only labels and pictures stay.
  private static String withoutRoles(String stretch) {
    if (!Marks.hasMark(stretch)) {
      return stretch;
    }
    var out = new StringBuilder(stretch.length());
    for (int i = 0; i < stretch.length(); i++) {
      char c = stretch.charAt(i);
      if (c == Marks.OPEN) {
        int close = stretch.indexOf(Marks.CLOSE, i);
        String piece = close < 0 ? "" : stretch.substring(i + 1, close);
        if (staysMarked(piece)) {
          out.append(stretch, i, close + 1);
          i = close;
        }
      } else if (c == Marks.ESCAPE || !Marks.isMark(c)) {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static boolean staysMarked(String piece) {
    return switch (Structure.word(piece)) {
      case "name:", "content:", "tool_call_id:", "tool_calls:" -> true;
      default -> piece.startsWith("Image(");
    };
  }

  @Override
  public String toString() {
    return plain();
  }
}
