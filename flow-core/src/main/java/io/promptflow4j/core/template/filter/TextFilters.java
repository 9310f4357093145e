package io.promptflow4j.core.template.filter;

import io.promptflow4j.core.template.function.Builtin;
import io.promptflow4j.core.template.function.Builtins;
import io.promptflow4j.core.template.function.Call;
import io.promptflow4j.core.template.operation.Iterating;
import io.promptflow4j.core.template.operation.PercentFormat;
import io.promptflow4j.core.template.operation.Printing;
import io.promptflow4j.core.template.operation.TextCases;
import io.promptflow4j.core.template.operation.Texts;
import io.promptflow4j.core.template.python.Arguments;
import io.promptflow4j.core.template.python.PyDict;
import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.PyNumber;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PyText;
import io.promptflow4j.core.template.python.PyTuple;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// Filters that change texts.
final class TextFilters {

  static final Builtins TABLE =
      new Builtins()
          .add("upper", "", change(TextCases::upper))
          .add("lower", "", change(TextCases::lower))
          .add("capitalize", "", change(TextCases::capitalize))
          .add("title", "", change(TextFilters::title))
          .add("trim", "chars?", TextFilters::trim)
          .add("replace", "old new count?", TextFilters::replace)
          .add("string", "", call -> soft(call.self(), call))
          .add("format", "*", TextFilters::format)
          .add("truncate", "length? killwords? end? leeway?", TextFilters::truncate)
          .add("wordcount", "", TextFilters::wordCount);

  private TextFilters() {}

  /// A text as it is, anything else as Python prints it.
  static PyText soft(PyObject object, Call call) {
    return object instanceof PyText text ? text : PyText.of(Printing.str(object, call.rendering()));
  }

  static Builtin.Body change(UnaryOperator<String> change) {
    return call -> {
      PyText text = soft(call.self(), call);
      call.rendering().chargeText(text.text().length());
      return text.with(change.apply(text.text()));
    };
  }

  /// Words begin behind blanks, hyphens and opening brackets, and nowhere else.
  private static String title(String text) {
    var out = new StringBuilder(text.length());
    boolean begins = true;
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      boolean separates = i < text.length() && separates(text.charAt(i));
      if (i == text.length() || separates != begins) {
        out.append(begins ? text.substring(start, i) : titled(text.substring(start, i)));
        start = i;
        begins = separates;
      }
    }
    return out.toString();
  }

  private static boolean separates(char c) {
    return c == '-' || c == '(' || c == '{' || c == '[' || c == '<' || Texts.isSpace(c);
  }

  private static String titled(String word) {
    int end = Character.charCount(word.codePointAt(0));
    return word.substring(0, end).toUpperCase(Locale.ROOT) + TextCases.lower(word.substring(end));
  }

  private static PyObject trim(Call call) {
    PyText text = soft(call.self(), call);
    call.rendering().chargeText(text.text().length());
    return text.with(
        call.has(0)
            ? Texts.strip(text.text(), call.text(0), true, true)
            : Texts.strip(text.text()));
  }

  private static PyObject replace(Call call) {
    String old = call.string(0, "");
    String with = call.string(1, "");
    int most = call.has(2) ? call.whole(2, -1) : -1;
    return PyText.of(Texts.replace(call.text(), old, with, most, call.rendering()));
  }

  private static PyObject format(Call call) {
    Arguments arguments = call.arguments();
    boolean named = !arguments.keywords().isEmpty();
    if (named && !arguments.positional().isEmpty()) {
      throw PyError.type("'format' takes plain arguments or named ones, but not both");
    }
    PyText text = soft(call.self(), call);
    if (!named) {
      return PercentFormat.format(text, PyTuple.of(arguments.positional()), call.rendering());
    }
    var entries = new LinkedHashMap<PyObject, PyObject>();
    arguments.keywords().forEach((name, value) -> entries.put(PyText.of(name), value));
    return PercentFormat.format(text, PyDict.of(entries), call.rendering());
  }

  private static PyObject truncate(Call call) {
    int length = call.whole(0, 255);
    PyText end = PyText.of(call.text(2, "..."));
    int leeway = call.has(3) ? call.whole(3, 5) : 5;
    if (length < end.length()) {
      throw PyError.value("'truncate' cuts to at least the length of its end, %d", end.length());
    }
    if (leeway < 0) {
      throw PyError.value("the leeway of 'truncate' cannot be negative");
    }
    if (Iterating.length(call.self()).orElse(Integer.MAX_VALUE) <= (long) length + leeway) {
      return call.self();
    }
    PyText text = call.selfText();
    String kept = text.slice(0, length - end.length()).text();
    if (!call.truth(1, false)) {
      int blank = kept.lastIndexOf(' ');
      kept = blank < 0 ? kept : kept.substring(0, blank);
    }
    return text.with(kept + end.text());
  }

  private static PyObject wordCount(Call call) {
    long count = 0;
    boolean inside = false;
    String text = call.text();
    call.rendering().charge(text.length() >> 3);
    for (int point : text.codePoints().toArray()) {
      boolean word = isWord(point);
      count += word && !inside ? 1 : 0;
      inside = word;
    }
    return PyNumber.Int.of(count);
  }

  static boolean isWord(int point) {
    return point == '_'
        || Character.isLetterOrDigit(point)
        || switch (Character.getType(point)) {
          case Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
          default -> false;
        };
  }
}
