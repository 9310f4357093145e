package io.promptflow4j.core.template.syntax.parser;

import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.template.TemplateSyntaxException;
import io.promptflow4j.core.template.syntax.lexer.Mistake;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects what is wrong with one template.
final class Mistakes {

  private static final int MOST = 50;

  private final SourceText source;
  private final List<TemplateSyntaxException.Mistake> found = new ArrayList<>();

  Mistakes(SourceText source) {
    this.source = source;
  }

  void add(Mistake mistake) {
    add(mistake.offset(), mistake.problem());
  }

  void add(int offset, String problem) {
    if (found.size() < MOST) {
      found.add(new TemplateSyntaxException.Mistake(source.placeAt(offset), problem));
    }
  }

  int line(int offset) {
    return source.placeAt(offset).line();
  }

  void throwIfAny() {
    if (!found.isEmpty()) {
      found.sort(Comparator.comparing(TemplateSyntaxException.Mistake::place));
      throw new TemplateSyntaxException(found);
    }
  }
}
