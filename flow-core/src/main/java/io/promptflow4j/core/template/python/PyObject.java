package io.promptflow4j.core.template.python;

import io.promptflow4j.core.value.Value;

/// Something a template computes with.
///
/// `equals` and `hashCode` are those of Python's dictionary keys: `1`, `1.0` and `True` are one
/// key.
public sealed interface PyObject
    permits PyText,
        PyNumber,
        PyObject.None,
        PyObject.Image,
        PySequence,
        PyDict,
        PyDict.View,
        PyIterator,
        PyUndefined,
        PySpecial {

  /// What `if` makes of it.
  boolean truth();

  /// How messages name what this is: `a text`, `a list`.
  String kind();

  /// Python's `None`.
  enum None implements PyObject {
    NONE;

    @Override
    public boolean truth() {
      return false;
    }

    @Override
    public String kind() {
      return "None";
    }
  }

  /// A picture, which can only be printed.
  record Image(Value.Image image) implements PyObject {
    @Override
    public boolean truth() {
      return true;
    }

    @Override
    public String kind() {
      return "an image";
    }
  }

  /// What `value` is to a template. Lists and mappings are looked through, not copied.
  static PyObject of(Value value) {
    return switch (value) {
      case Value.Text(var text) -> PyText.of(text);
      case Value.Whole(var number) -> new PyNumber.Int(number);
      case Value.Decimal(var number) -> new PyNumber.Real(number);
      case Value.Bool truth -> PyNumber.Bool.of(truth.isTrue());
      case Value.Null _ -> None.NONE;
      case Value.Sequence(var items) -> PyList.viewOf(items);
      case Value.Mapping(var entries) -> PyDict.viewOf(entries);
      case Value.Image image -> new Image(image);
    };
  }
}
