package io.promptflow4j.core.template.filter;

import io.promptflow4j.core.template.function.Builtins;
import io.promptflow4j.core.template.function.Call;
import io.promptflow4j.core.template.operation.Texts;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PyText;
import java.util.ArrayList;
import java.util.List;

/// Filters that lay text out on lines.
final class LayoutFilters {

  static final Builtins TABLE =
      new Builtins()
          .add("center", "width?", LayoutFilters::center)
          .add("indent", "width? first? blank?", LayoutFilters::indent)
          .add(
              "wordwrap",
              "width? break_long_words? wrapstring? break_on_hyphens?",
              LayoutFilters::wrap);

  private LayoutFilters() {}

  private static PyObject center(Call call) {
    PyText text = TextFilters.soft(call.self(), call);
    int width = call.whole(0, 80);
    call.rendering().chargeText(width);
    return text.with(Texts.center(text.text(), width, " "));
  }

  private static PyObject indent(Call call) {
    PyText text = call.asText(call.self());
    String indention = indention(call);
    List<String> lines = Texts.lines(text.text() + "\n", false);
    call.rendering().chargeText(text.text().length() + (long) lines.size() * indention.length());
    var out = new StringBuilder(call.truth(1, false) ? indention : "");
    boolean blankToo = call.truth(2, false);
    for (int i = 0; i < lines.size(); i++) {
      boolean indented = i > 0 && (blankToo || !lines.get(i).isEmpty());
      out.append(i == 0 ? "" : "\n").append(indented ? indention : "").append(lines.get(i));
    }
    return text.with(out.toString());
  }

  private static String indention(Call call) {
    PyObject width = call.find(0);
    if (width instanceof PyText text) {
      return text.text();
    }
    int blanks = Math.max(0, call.whole(0, 4));
    call.rendering().chargeText(blanks);
    return " ".repeat(blanks);
  }

  private static PyObject wrap(Call call) {
    PyText text = call.asText(call.self());
    int width = call.whole(0, 79);
    var rules = new Wrapping.Rules(width, call.truth(1, true), call.truth(3, true));
    String separator = call.text(2, "\n");
    call.rendering().chargeText(text.text().length() * 2L);
    var wrapped = new ArrayList<String>();
    for (String line : Texts.lines(text.text(), false)) {
      call.rendering().charge(line.length());
      wrapped.add(String.join(separator, Wrapping.wrap(line, rules)));
    }
    long joints = wrapped.stream().mapToLong(String::length).sum();
    call.rendering().chargeText(joints + (long) wrapped.size() * separator.length());
    return PyText.of(String.join(separator, wrapped));
  }
}
