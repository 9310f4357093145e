package io.promptflow4j.core.template.chat;

import io.promptflow4j.core.value.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The labelled blocks of one message: `name:` or `tool_call_id:` with `content:` after it, and
/// `tool_calls:`.
///
/// Only labels that an author wrote count. As in the original, the block's value is one word that
/// stands on a line after its label, and at most two `#` may stand before `content:`.
final class MarkedBlocks {

  /// A label: its name and the range of its mark.
  private record Label(String name, int start, int end) {}

  /// The word of a block and the content after it, still marked.
  record Block(String word, String content) {}

  /// How much may stand between a label and `content:`; services allow 64 characters.
  private static final int LONGEST_WORD = 1_000;

  private final String marked;
  private final List<Label> labels;

  MarkedBlocks(String marked) {
    this.marked = marked;
    this.labels = labels(marked);
  }

  private static List<Label> labels(String marked) {
    var found = new ArrayList<Label>();
    for (int open = marked.indexOf(Marks.OPEN);
        open >= 0;
        open = marked.indexOf(Marks.OPEN, open + 1)) {
      int close = marked.indexOf(Marks.CLOSE, open);
      if (close > open) {
        found.add(new Label(marked.substring(open + 1, close), open, close + 1));
      }
    }
    return found;
  }

  /// The first block `label` that is followed by one word and `content:`.
  Optional<Block> wordAndContent(String label) {
    for (int i = 0; i < labels.size(); i++) {
      if (isNamed(labels.get(i), label)) {
        Optional<Block> block = blockAt(i);
        if (block.isPresent()) {
          return block;
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isNamed(Label label, String name) {
    return Structure.word(label.name()).equals(name + ":");
  }

  private Optional<Block> blockAt(int index) {
    Optional<Block> best = Optional.empty();
    int from = labels.get(index).end();
    for (Label label : labels.subList(index + 1, labels.size())) {
      if (label.start() - from > LONGEST_WORD) {
        return best;
      }
      String between = PythonSpace.strip(Marks.strip(marked.substring(from, label.start())));
      Optional<String> word = singleWord(between);
      if (word.isPresent() && isNamed(label, "content")) {
        best = Optional.of(new Block(word.get(), marked.substring(label.end())));
      }
      if (word.isEmpty() && !between.isEmpty()) {
        return best;
      }
    }
    return best;
  }

  /// The word in `between`, which is what stands from the label to `content:`. A `#` that touches
  /// the word is part of it; one or two that stand apart from it belong to `content:`.
  private static Optional<String> singleWord(String between) {
    int end = 0;
    while (end < between.length() && !PythonSpace.is(between.charAt(end))) {
      end++;
    }
    String rest = between.substring(PythonSpace.skip(between, end));
    boolean nothingElse = rest.isEmpty() || rest.equals("#") || rest.equals("##");
    return end > 0 && nothingElse ? Optional.of(between.substring(0, end)) : Optional.empty();
  }

  /// The list after the first label `tool_calls:` that has a bracket after it; empty if it is no
  /// literal.
  ///
  /// The list may be the author's, printed by an expression, or a mixture. So that what was printed
  /// can't break out of the place where the author put it, each character carries its origin, and
  /// [PythonLiteral] closes a bracket or a quote only with one of the same origin.
  Optional<Value.Sequence> toolCalls() {
    return labels.stream()
        .filter(label -> isNamed(label, "tool_calls"))
        .filter(label -> bracketFollows(label.end()))
        .findFirst()
        .flatMap(label -> listAt(marked.substring(label.end())));
  }

  private static Optional<Value.Sequence> listAt(String marked) {
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

  private boolean bracketFollows(int from) {
    int at = PythonSpace.skip(marked, from);
    while (at < marked.length() && marked.charAt(at) == Marks.ENTER) {
      at = PythonSpace.skip(marked, at + 1);
    }
    return at < marked.length() && marked.charAt(at) == '[';
  }
}
