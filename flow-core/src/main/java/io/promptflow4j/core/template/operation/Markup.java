package io.promptflow4j.core.template.operation;

import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PyText;
import io.promptflow4j.core.template.python.Rendering;
import org.jspecify.annotations.Nullable;

/// Text that is safe to stand in HTML.
public final class Markup {

  private Markup() {}

  /// `text` with the characters that mean something in HTML replaced.
  public static String escape(String text) {
    StringBuilder out = null;
    for (int i = 0; i < text.length(); i++) {
      String entity = entity(text.charAt(i));
      if (entity != null && out == null) {
        out = new StringBuilder(text.length() + 32).append(text, 0, i);
      }
      if (out != null) {
        if (entity == null) {
          out.append(text.charAt(i));
        } else {
          out.append(entity);
        }
      }
    }
    return out == null ? text : out.toString();
  }

  private static @Nullable String entity(char c) {
    return switch (c) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '"' -> "&#34;";
      case '\'' -> "&#39;";
      default -> null;
    };
  }

  /// `object` as markup; what is markup already stays as it is.
  public static PyText escape(PyObject object, Rendering rendering) {
    if (object instanceof PyText text && text.isMarkup()) {
      return text;
    }
    String text = Printing.str(object, rendering);
    rendering.chargeText(text.length());
    return PyText.markup(escape(text));
  }

  /// Two texts in a row: if one is markup, the other is escaped.
  static PyText join(PyText left, PyText right) {
    if (!left.isMarkup() && !right.isMarkup()) {
      return PyText.of(left.text().concat(right.text()));
    }
    return PyText.markup(safe(left).concat(safe(right)));
  }

  private static String safe(PyText text) {
    return text.isMarkup() ? text.text() : escape(text.text());
  }

  /// What `target` takes as an argument: escaped if `target` is markup and the argument is not.
  public static String argument(PyText target, PyText argument) {
    return target.isMarkup() ? safe(argument) : argument.text();
  }
}
