package io.promptflow4j.core.template.method;

import io.promptflow4j.core.template.function.Call;
import io.promptflow4j.core.template.operation.Texts;
import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.PyList;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PyText;
import java.util.ArrayList;
import java.util.List;

/// Methods that cut texts into pieces.
final class TextSplitting {

  private TextSplitting() {}

  static PyObject split(Call call, boolean fromRight) {
    PyText text = call.selfText();
    int most = call.whole(1, -1);
    int limit = most < 0 ? Integer.MAX_VALUE : most;
    call.rendering().charge(text.text().length() >> 2);
    List<String> parts;
    if (call.has(0)) {
      String separator = nonEmpty(call);
      parts =
          fromRight
              ? splitRight(text.text(), separator, limit)
              : splitLeft(text.text(), separator, limit);
    } else {
      parts =
          fromRight
              ? Texts.splitSpacesRight(text.text(), limit)
              : Texts.splitSpaces(text.text(), limit);
    }
    return PyList.of(TextMethods.objects(text, parts));
  }

  private static String nonEmpty(Call call) {
    String separator = call.text(0);
    if (separator.isEmpty()) {
      throw PyError.value("'%s' needs a separator that is not empty", call.name());
    }
    return separator;
  }

  private static List<String> splitLeft(String text, String separator, int limit) {
    var parts = new ArrayList<String>();
    int from = 0;
    int found = text.indexOf(separator);
    while (found >= 0 && parts.size() < limit) {
      parts.add(text.substring(from, found));
      from = found + separator.length();
      found = text.indexOf(separator, from);
    }
    parts.add(text.substring(from));
    return parts;
  }

  private static List<String> splitRight(String text, String separator, int limit) {
    var parts = new ArrayList<String>();
    int end = text.length();
    int found = text.lastIndexOf(separator, end - separator.length());
    while (found >= 0 && parts.size() < limit) {
      parts.add(text.substring(found + separator.length(), end));
      end = found;
      found = end < separator.length() ? -1 : text.lastIndexOf(separator, end - separator.length());
    }
    parts.add(text.substring(0, end));
    return parts.reversed();
  }

  static PyObject lines(Call call) {
    PyText text = call.selfText();
    call.rendering().charge(text.text().length() >> 2);
    return PyList.of(TextMethods.objects(text, Texts.lines(text.text(), call.whole(0, 0) != 0)));
  }

  static PyObject partition(Call call, boolean fromRight) {
    PyText text = call.selfText();
    String separator = nonEmpty(call);
    int found = fromRight ? text.text().lastIndexOf(separator) : text.text().indexOf(separator);
    if (found < 0) {
      return fromRight
          ? TextMethods.tuple(text, "", "", text.text())
          : TextMethods.tuple(text, text.text(), "", "");
    }
    return TextMethods.tuple(
        text,
        text.text().substring(0, found),
        separator,
        text.text().substring(found + separator.length()));
  }
}
