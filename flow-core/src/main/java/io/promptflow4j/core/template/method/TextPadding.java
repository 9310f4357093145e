package io.promptflow4j.core.template.method;

import io.promptflow4j.core.template.function.Call;
import io.promptflow4j.core.template.operation.Texts;
import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PyText;

/// Methods that fill texts up to a width.
final class TextPadding {

  private TextPadding() {}

  static PyObject center(Call call) {
    PyText text = call.selfText();
    int width = width(call);
    return text.with(Texts.center(text.text(), width, fill(call)));
  }

  static PyObject just(Call call, boolean left) {
    PyText text = call.selfText();
    int missing = Math.max(0, width(call) - text.length());
    String filler = fill(call).repeat(missing);
    return text.with(left ? text.text() + filler : filler + text.text());
  }

  private static int width(Call call) {
    int width = call.whole(0, 0);
    call.rendering().chargeText(width);
    return width;
  }

  private static String fill(Call call) {
    String fill = call.has(1) ? call.text(1) : " ";
    if (fill.codePointCount(0, fill.length()) != 1) {
      throw PyError.type("'%s' fills up with exactly one character", call.name());
    }
    return fill;
  }

  static PyObject zeroFill(Call call) {
    PyText text = call.selfText();
    int missing = Math.max(0, width(call) - text.length());
    boolean signed = text.text().startsWith("-") || text.text().startsWith("+");
    int at = signed ? 1 : 0;
    return text.with(
        text.text().substring(0, at) + "0".repeat(missing) + text.text().substring(at));
  }

  static PyObject expandTabs(Call call) {
    PyText text = call.selfText();
    int size = call.whole(0, 8);
    var out = new StringBuilder();
    int column = 0;
    for (int point : text.text().codePoints().toArray()) {
      if (point == '\t') {
        int blanks = size <= 0 ? 0 : size - column % size;
        call.rendering().limitText((long) out.length() + blanks);
        out.repeat(' ', blanks);
        column += blanks;
      } else {
        out.appendCodePoint(point);
        column = point == '\n' || point == '\r' ? 0 : column + 1;
      }
    }
    return text.with(out.toString());
  }
}
