package io.promptflow4j.core.template.python;

/// A text, counted and cut by code points as Python does.
///
/// A text that came out of `escape` or `safe` is marked as markup: `escape` leaves it alone, and
/// text joined to it is escaped.
public final class PyText implements PyObject {

  public static final PyText EMPTY = new PyText("", false);

  private final String text;
  private final boolean markup;
  private int length = -1;

  private PyText(String text, boolean markup) {
    this.text = text;
    this.markup = markup;
  }

  public static PyText of(String text) {
    return text.isEmpty() ? EMPTY : new PyText(text, false);
  }

  public static PyText markup(String text) {
    return new PyText(text, true);
  }

  /// `text`, as much markup as this is.
  public PyText with(String changed) {
    return markup ? markup(changed) : of(changed);
  }

  public String text() {
    return text;
  }

  public boolean isMarkup() {
    return markup;
  }

  /// The number of code points.
  public int length() {
    if (length < 0) {
      length = text.codePointCount(0, text.length());
    }
    return length;
  }

  /// The index in the Java text of code point `point`.
  public int indexOf(int point) {
    return length() == text.length() ? point : text.offsetByCodePoints(0, point);
  }

  /// The number of code points before `index` of the Java text.
  public int pointAt(int index) {
    return length() == text.length() ? index : text.codePointCount(0, index);
  }

  /// The code points from `start` to before `stop`; both are within the text.
  public PyText slice(int start, int stop) {
    return stop <= start ? with("") : with(text.substring(indexOf(start), indexOf(stop)));
  }

  @Override
  public boolean truth() {
    return !text.isEmpty();
  }

  @Override
  public String kind() {
    return "a text";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PyText that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
