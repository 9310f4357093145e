package io.promptflow4j.core.template.layout;

import io.promptflow4j.core.template.operation.Comparing;
import io.promptflow4j.core.template.operation.Printing;
import io.promptflow4j.core.template.operation.Texts;
import io.promptflow4j.core.template.python.PyDict;
import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.PyList;
import io.promptflow4j.core.template.python.PyNumber;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PyText;
import io.promptflow4j.core.template.python.PyTuple;
import io.promptflow4j.core.template.python.Rendering;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// Lays values out over lines of 80 characters, as Python's `pprint` does.
public final class PrettyPrinter {

  private static final int WIDTH = 80;

  private final Rendering rendering;
  private final StringBuilder out = new StringBuilder();

  public PrettyPrinter(Rendering rendering) {
    this.rendering = rendering;
  }

  public String print(PyObject object) {
    format(object, 0, 0, 1);
    rendering.chargeText(out.length());
    return out.toString();
  }

  /// Writes an object.
  ///
  /// @param indent the column it begins in
  /// @param allowance how many brackets will follow it on the line
  /// @param level how deep it stands
  private void format(PyObject object, int indent, int allowance, int level) {
    rendering.step();
    String whole = oneLine(object);
    if (whole.codePointCount(0, whole.length()) <= WIDTH - indent - allowance) {
      out.append(whole);
      return;
    }
    switch (object) {
      case PyDict dict when dict.size() > 0 -> dict(dict, indent, allowance, level);
      case PyList list -> items("[", list.items(), "]", indent, allowance, level);
      case PyTuple tuple ->
          items(
              "(", tuple.items(), tuple.items().size() == 1 ? ",)" : ")", indent, allowance, level);
      case PyText text when !text.isMarkup() -> text(text.text(), indent, allowance, level);
      default -> out.append(whole);
    }
    rendering.limitText(out.length());
  }

  /// Python's text of an object with the keys of its dictionaries sorted.
  private String oneLine(PyObject object) {
    return Printing.repr(sorted(object), rendering);
  }

  private PyObject sorted(PyObject object) {
    return switch (object) {
      case PyDict dict -> {
        var entries = new LinkedHashMap<PyObject, PyObject>();
        for (PyObject pair : sortedPairs(dict)) {
          entries.put(part(pair, 0), sorted(part(pair, 1)));
        }
        yield PyDict.of(entries);
      }
      case PyList list -> PyList.of(list.items().stream().map(this::sorted).toList());
      case PyTuple tuple -> PyTuple.of(tuple.items().stream().map(this::sorted).toList());
      default -> object;
    };
  }

  private List<PyObject> sortedPairs(PyDict dict) {
    List<PyObject> pairs = new ArrayList<>(dict.pairs());
    pairs.sort((one, two) -> compare(part(one, 0), part(two, 0)));
    return pairs;
  }

  /// Keys that have no order are sorted by the name of their kind.
  private int compare(PyObject one, PyObject two) {
    try {
      return Comparing.sorting(rendering).compare(one, two);
    } catch (PyError incomparable) {
      if (incomparable.kind() == PyError.Kind.LIMIT) {
        throw incomparable;
      }
      return pythonType(one).compareTo(pythonType(two));
    }
  }

  private static String pythonType(PyObject key) {
    return switch (key) {
      case PyObject.None _ -> "NoneType";
      case PyNumber.Bool _ -> "bool";
      case PyNumber.Real _ -> "float";
      case PyNumber.Int _ -> "int";
      case PyText _ -> "str";
      case PyTuple _ -> "tuple";
      default -> key.kind();
    };
  }

  private static PyObject part(PyObject pair, int index) {
    return ((PyTuple) pair).items().get(index);
  }

  private void dict(PyDict dict, int indent, int allowance, int level) {
    out.append('{');
    List<PyObject> pairs = sortedPairs(dict);
    for (int i = 0; i < pairs.size(); i++) {
      boolean last = i == pairs.size() - 1;
      String key = oneLine(part(pairs.get(i), 0));
      out.append(key).append(": ");
      int column = indent + 1 + key.codePointCount(0, key.length()) + 2;
      format(part(pairs.get(i), 1), column, last ? allowance + 1 : 1, level + 1);
      if (!last) {
        newLine(",", indent + 1);
      }
    }
    out.append('}');
  }

  private void newLine(String end, int indent) {
    rendering.limitText(out.length() + (long) indent);
    out.append(end).append('\n').repeat(' ', indent);
  }

  private void items(
      String open, List<PyObject> items, String close, int indent, int allowance, int level) {
    out.append(open);
    for (int i = 0; i < items.size(); i++) {
      boolean last = i == items.size() - 1;
      format(items.get(i), indent + 1, last ? allowance + close.length() : 1, level + 1);
      if (!last) {
        newLine(",", indent + 1);
      }
    }
    out.append(close);
  }

  private void text(String text, int startIndent, int startAllowance, int level) {
    int indent = startIndent + (level == 1 ? 1 : 0);
    int allowance = startAllowance + (level == 1 ? 1 : 0);
    List<String> lines = Texts.lines(text, true);
    var chunks = new ArrayList<String>();
    for (int i = 0; i < lines.size(); i++) {
      int width = WIDTH - indent - (i == lines.size() - 1 ? allowance : 0);
      addChunks(lines.get(i), i == lines.size() - 1, indent, allowance, width, chunks);
    }
    if (chunks.size() == 1) {
      out.append(chunks.getFirst());
      return;
    }
    out.append(level == 1 ? "(" : "");
    for (int i = 0; i < chunks.size(); i++) {
      if (i > 0) {
        newLine("", indent);
      }
      out.append(chunks.get(i));
    }
    out.append(level == 1 ? ")" : "");
  }

  private void addChunks(
      String line, boolean lastLine, int indent, int allowance, int width, List<String> chunks) {
    String whole = repr(line);
    if (length(whole) <= width) {
      chunks.add(whole);
      return;
    }
    List<String> parts = words(line);
    String current = "";
    int widest = WIDTH - indent;
    for (int i = 0; i < parts.size(); i++) {
      String candidate = current + parts.get(i);
      int room = i == parts.size() - 1 && lastLine ? widest - allowance : widest;
      if (length(repr(candidate)) > room) {
        if (!current.isEmpty()) {
          chunks.add(repr(current));
        }
        current = parts.get(i);
      } else {
        current = candidate;
      }
    }
    if (!current.isEmpty()) {
      chunks.add(repr(current));
    }
  }

  private String repr(String text) {
    return Printing.repr(PyText.of(text), rendering);
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /// Words with the blanks behind them.
  private static List<String> words(String line) {
    var words = new ArrayList<String>();
    int start = 0;
    for (int i = 1; i <= line.length(); i++) {
      boolean begins =
          i == line.length()
              || (!Texts.isSpace(line.charAt(i)) && Texts.isSpace(line.charAt(i - 1)));
      if (begins) {
        words.add(line.substring(start, i));
        start = i;
      }
    }
    return words;
  }
}
