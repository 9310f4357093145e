package io.promptflow4j.core.template.method;

import io.promptflow4j.core.template.function.Call;
import io.promptflow4j.core.template.operation.FormatSpec;
import io.promptflow4j.core.template.operation.Markup;
import io.promptflow4j.core.template.operation.Printing;
import io.promptflow4j.core.template.python.Arguments;
import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.PyNumber;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PyText;
import io.promptflow4j.core.template.python.Rendering;
import java.math.BigInteger;

/// `'{} is {age:>3}'.format(name, age=7)`
///
/// Attributes and items in a field go the same way as those in a template, so that a format opens
/// no door that a template does not have.
final class TextFormat {

  private static final int MAX_NESTING = 2;

  private final PyText like;
  private final Arguments arguments;
  private final Rendering rendering;
  private int automatic;
  private boolean numbered;

  private TextFormat(PyText like, Arguments arguments, Rendering rendering) {
    this.like = like;
    this.arguments = arguments;
    this.rendering = rendering;
  }

  static PyObject format(PyText format, Arguments arguments, Call call) {
    var formatting = new TextFormat(format, arguments, call.rendering());
    return format.with(formatting.expand(format.text(), MAX_NESTING));
  }

  private String expand(String text, int nesting) {
    if (nesting < 0) {
      throw PyError.value("the fields of a format are nested too deep");
    }
    var out = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      boolean doubled = at + 1 < text.length() && text.charAt(at + 1) == c;
      if ((c == '{' || c == '}') && doubled) {
        out.append(c);
        at += 2;
      } else if (c == '{') {
        int close = closing(text, at);
        out.append(field(text.substring(at + 1, close), nesting));
        at = close + 1;
      } else if (c == '}') {
        throw PyError.value("a single '}' in a format; write '}}' for a brace");
      } else {
        out.append(c);
        at++;
      }
      rendering.limitText(out.length());
    }
    return out.toString();
  }

  private static int closing(String text, int open) {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    throw PyError.value("a '{' in a format is not closed; write '{{' for a brace");
  }

  private String field(String field, int nesting) {
    int end = nameEnd(field);
    String name = field.substring(0, end);
    String rest = field.substring(end);
    char conversion = ' ';
    if (rest.startsWith("!")) {
      boolean complete = rest.length() >= 2 && (rest.length() == 2 || rest.charAt(2) == ':');
      if (!complete) {
        throw PyError.value("expected one of !s, !r and !a in a format, and then ':' or '}'");
      }
      conversion = rest.charAt(1);
      rest = rest.substring(2);
    }
    String spec = rest.isEmpty() ? "" : rest.substring(1);
    PyObject value = converted(value(name), conversion);
    String expanded =
        spec.indexOf('{') >= 0 || spec.indexOf('}') >= 0 ? expand(spec, nesting - 1) : spec;
    return shown(value, expanded);
  }

  private static int nameEnd(String field) {
    boolean inKey = false;
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      inKey = c == '[' || (inKey && c != ']');
      if (!inKey && (c == '!' || c == ':')) {
        return i;
      }
      if (c == '{') {
        throw PyError.value("a '{' stands in the name of a field");
      }
    }
    return field.length();
  }

  private String shown(PyObject value, String spec) {
    if (!like.isMarkup()) {
      return FormatSpec.format(value, spec, rendering);
    }
    if (value instanceof PyText text && text.isMarkup() && spec.isEmpty()) {
      return text.text();
    }
    return Markup.escape(FormatSpec.format(value, spec, rendering));
  }

  private PyObject converted(PyObject value, char conversion) {
    return switch (conversion) {
      case ' ' -> value;
      case 's' -> PyText.of(Printing.str(value, rendering));
      case 'r' -> PyText.of(Printing.repr(value, rendering));
      case 'a' -> PyText.of(ascii(Printing.repr(value, rendering)));
      default -> throw PyError.value("'!%c' is no conversion; use !s, !r or !a", conversion);
    };
  }

  private static String ascii(String text) {
    var out = new StringBuilder();
    text.codePoints()
        .forEach(point -> {
          if (point < 128) {
            out.appendCodePoint(point);
          } else if (point < 256) {
            out.append("\\x%02x".formatted(point));
          } else if (point < 0x10000) {
            out.append("\\u%04x".formatted(point));
          } else {
            out.append("\\U%08x".formatted(point));
          }
        });
    return out.toString();
  }

  private PyObject value(String name) {
    int end = 0;
    while (end < name.length() && name.charAt(end) != '.' && name.charAt(end) != '[') {
      end++;
    }
    PyObject value = argument(name.substring(0, end));
    int at = end;
    while (at < name.length()) {
      if (name.charAt(at) == '.') {
        int stop = at + 1;
        while (stop < name.length() && name.charAt(stop) != '.' && name.charAt(stop) != '[') {
          stop++;
        }
        value = Attributes.dot(value, nonEmpty(name.substring(at + 1, stop)), rendering);
        at = stop;
      } else {
        int close = name.charAt(at) == '[' ? name.indexOf(']', at) : -1;
        if (close < 0) {
          throw PyError.value("in a format, only '.' or '[' may follow ']'");
        }
        value = Attributes.item(value, key(nonEmpty(name.substring(at + 1, close))), rendering);
        at = close + 1;
      }
    }
    return value;
  }

  private static String nonEmpty(String name) {
    if (name.isEmpty()) {
      throw PyError.value("a field of a format has an empty attribute");
    }
    return name;
  }

  private static PyObject key(String key) {
    return isNumber(key) ? new PyNumber.Int(new BigInteger(key)) : PyText.of(key);
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() < 20
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private PyObject argument(String name) {
    if (name.isEmpty() || isNumber(name)) {
      boolean byNumber = !name.isEmpty();
      if (byNumber ? automatic > 0 : numbered) {
        throw PyError.value("a format cannot mix '{}' and '{0}'");
      }
      numbered = byNumber;
      long index = byNumber ? Long.parseLong(name) : automatic++;
      if (index >= arguments.positional().size()) {
        throw new PyError(
            PyError.Kind.LOOKUP,
            "the format asks for value %d, but got %d"
                .formatted(index + 1, arguments.positional().size()));
      }
      return arguments.positional().get((int) index);
    }
    PyObject found = arguments.keywords().get(name);
    if (found == null) {
      throw new PyError(
          PyError.Kind.LOOKUP, "the format asks for '%s', which is not given".formatted(name));
    }
    return found;
  }
}
