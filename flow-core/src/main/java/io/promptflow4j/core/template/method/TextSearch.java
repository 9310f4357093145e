package io.promptflow4j.core.template.method;

import io.promptflow4j.core.template.function.Call;
import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.PyNumber.Bool;
import io.promptflow4j.core.template.python.PyNumber.Int;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PyText;
import io.promptflow4j.core.template.python.PyTuple;
import java.util.List;

/// Methods that look for a text in a text, between optional bounds.
final class TextSearch {

  private TextSearch() {}

  /// The part of a text that is searched, and the code points before it.
  private record Window(String text, int before, boolean possible) {}

  private static Window window(Call call) {
    PyText text = call.selfText();
    call.rendering().charge(text.text().length() >> 4);
    int length = text.length();
    int start = bound(call.has(1) ? call.whole(1, 0) : 0, length);
    int end = Math.min(length, bound(call.has(2) ? call.whole(2, length) : length, length));
    if (start > end) {
      return new Window("", start, false);
    }
    return new Window(text.slice(start, end).text(), start, true);
  }

  private static int bound(int index, int length) {
    return index < 0 ? Math.max(0, index + length) : index;
  }

  static PyObject find(Call call, boolean last, boolean required) {
    Window window = window(call);
    String sought = call.text(0);
    int found = -1;
    if (window.possible()) {
      found = last ? window.text().lastIndexOf(sought) : window.text().indexOf(sought);
    }
    if (found < 0) {
      if (required) {
        throw PyError.value("'%s' did not find the text; use 'find' or 'in'", call.name());
      }
      return Int.of(-1);
    }
    return Int.of((long) window.before() + window.text().codePointCount(0, found));
  }

  static PyObject count(Call call) {
    Window window = window(call);
    String sought = call.text(0);
    if (!window.possible()) {
      return Int.of(0);
    }
    String text = window.text();
    if (sought.isEmpty()) {
      return Int.of(text.codePointCount(0, text.length()) + 1L);
    }
    long count = 0;
    for (int i = text.indexOf(sought); i >= 0; i = text.indexOf(sought, i + sought.length())) {
      count++;
    }
    return Int.of(count);
  }

  static PyObject ends(Call call, boolean start) {
    Window window = window(call);
    List<PyObject> wanted =
        call.get(0) instanceof PyTuple tuple ? tuple.items() : List.of(call.get(0));
    boolean found = false;
    for (PyObject one : wanted) {
      String end = call.asText(one).text();
      found |=
          window.possible()
              && (start ? window.text().startsWith(end) : window.text().endsWith(end));
    }
    return Bool.of(found);
  }
}
