package io.promptflow4j.core.template.syntax.lexer;

import io.promptflow4j.core.template.TemplateSettings;
import java.util.ArrayList;
import java.util.List;

/// Cuts a template into tokens: text, tags, and what stands in the tags.
///
/// It goes over the text once. Whitespace control (`-` and `+` beside a delimiter, and the
/// environment's settings) is done here, so that nothing later knows of it.
public final class Lexer {

  private static final int MAX_TOKENS = 500_000;

  private final String text;
  private final TemplateSettings settings;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private boolean lineStarting = true;

  public Lexer(String source, TemplateSettings settings) {
    boolean drops = !settings.keepTrailingNewline() && source.endsWith("\n");
    this.text = drops ? source.substring(0, source.length() - 1) : source;
    this.settings = settings;
  }

  public List<Token> tokens() {
    while (at < text.length()) {
      int tag = nextTag(at);
      if (tag < 0) {
        addData(at, text.length());
        at = text.length();
      } else {
        tag(tag);
      }
    }
    add(Token.Kind.END, "", at);
    return tokens;
  }

  private int nextTag(int from) {
    for (int i = text.indexOf('{', from); i >= 0; i = text.indexOf('{', i + 1)) {
      char second = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
      if (second == '{' || second == '%' || second == '#') {
        return i;
      }
    }
    return -1;
  }

  private void tag(int start) {
    char kind = text.charAt(start + 1);
    char sign = signAt(start + 2);
    addStripped(at, start, sign, kind != '{');
    int inner = start + (sign == ' ' ? 2 : 3);
    switch (kind) {
      case '#' -> comment(start, inner);
      case '{' -> expression(start, inner, Token.Kind.VARIABLE_BEGIN, Token.Kind.VARIABLE_END);
      default -> {
        int rawEnd = rawBeginEnd(inner);
        if (rawEnd >= 0) {
          raw(start, rawEnd);
        } else {
          expression(start, inner, Token.Kind.BLOCK_BEGIN, Token.Kind.BLOCK_END);
        }
      }
    }
  }

  private char signAt(int index) {
    char sign = index < text.length() ? text.charAt(index) : ' ';
    return sign == '-' || sign == '+' ? sign : ' ';
  }

  /// Adds the text before a tag, cut as the tag's sign or the settings want.
  private void addStripped(int from, int to, char sign, boolean lstripApplies) {
    int end = to;
    if (sign == '-') {
      while (end > from && Spaces.isSpace(text.charAt(end - 1))) {
        end--;
      }
    } else if (sign != '+' && settings.lstripBlocks() && lstripApplies) {
      int line = Math.max(text.lastIndexOf('\n', to - 1) + 1, from);
      boolean atLineStart = line > from || lineStarting;
      if (atLineStart && isBlank(line, to)) {
        end = line;
      }
    }
    addData(from, end);
  }

  private boolean isBlank(int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Spaces.isSpace(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private void addData(int from, int to) {
    if (to > from) {
      add(Token.Kind.DATA, text.substring(from, to), from);
    }
  }

  private void add(Token.Kind kind, String content, int offset) {
    if (tokens.size() >= MAX_TOKENS) {
      throw new Mistake(offset, "the template has more than %d tokens".formatted(MAX_TOKENS));
    }
    tokens.add(new Token(kind, content, offset));
  }

  private void moveTo(int end) {
    at = end;
    lineStarting = end > 0 && text.charAt(end - 1) == '\n';
  }

  private void comment(int start, int inner) {
    int close = text.indexOf("#}", inner);
    if (inner >= text.length()) { // Jinja2 forgives an opening at the very end
      at = inner;
      return;
    }
    if (close < 0) {
      throw new Mistake(start, "this comment is never closed; end it with '#}'");
    }
    char sign = close > inner ? signAt(close - 1) : ' ';
    moveTo(afterClose(close + 2, sign, true));
  }

  /// Where the text goes on behind a closing delimiter that ends at `end`.
  private int afterClose(int end, char sign, boolean trimmable) {
    int next = end;
    if (sign == '-') {
      while (next < text.length() && Spaces.isSpace(text.charAt(next))) {
        next++;
      }
    } else if (sign != '+' && trimmable && settings.trimBlocks() && startsWith("\n", next)) {
      next++;
    }
    return next;
  }

  private boolean startsWith(String prefix, int index) {
    return text.startsWith(prefix, index);
  }

  private int skipSpaces(int from) {
    int i = from;
    while (i < text.length() && Spaces.isSpace(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /// Where `raw %}` ends if it stands at `inner`; −1 if it does not.
  private int rawBeginEnd(int inner) {
    int word = skipSpaces(inner);
    if (!startsWith("raw", word)) {
      return -1;
    }
    int close = skipSpaces(word + 3);
    if (startsWith("-%}", close)) {
      return skipSpaces(close + 3);
    }
    return startsWith("%}", close) ? close + 2 : -1;
  }

  private void raw(int start, int inner) {
    moveTo(inner);
    for (int i = text.indexOf("{%", inner); i >= 0; i = text.indexOf("{%", i + 1)) {
      char sign = signAt(i + 2);
      int word = skipSpaces(i + (sign == ' ' ? 2 : 3));
      if (!startsWith("endraw", word)) {
        continue;
      }
      int close = skipSpaces(word + 6);
      char endSign = signAt(close);
      int delimiter = close + (endSign == ' ' ? 0 : 1);
      if (startsWith("%}", delimiter)) {
        addStripped(inner, i, sign, true);
        moveTo(afterClose(delimiter + 2, endSign, true));
        return;
      }
    }
    if (inner >= text.length()) { // Jinja2 forgives an opening at the very end
      return;
    }
    throw new Mistake(start, "this 'raw' block is never closed; end it with '{% endraw %}'");
  }

  private void expression(int start, int inner, Token.Kind begin, Token.Kind end) {
    add(begin, text.substring(start, inner), start);
    at = inner;
    var inside = new TagLexer(text, this::add);
    while (at < text.length()) {
      int close = inside.isBalanced() ? closeAt(end) : -1;
      if (close >= 0) {
        add(end, "", at);
        moveTo(close);
        return;
      }
      at = inside.token(at);
    }
  }

  /// Where the text goes on if the tag closes at the cursor; −1 if it does not.
  private int closeAt(Token.Kind end) {
    char sign = signAt(at);
    int delimiter = at + (sign == ' ' ? 0 : 1);
    if (end == Token.Kind.VARIABLE_END) {
      return sign != '+' && startsWith("}}", delimiter)
          ? afterClose(delimiter + 2, sign, false)
          : -1;
    }
    return startsWith("%}", delimiter) ? afterClose(delimiter + 2, sign, true) : -1;
  }
}
