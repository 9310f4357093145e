package io.promptflow4j.core.template.filter;

import io.promptflow4j.core.template.function.Builtins;
import io.promptflow4j.core.template.function.Call;
import io.promptflow4j.core.template.operation.NumberParsing;
import io.promptflow4j.core.template.operation.Rounding;
import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.PyNumber;
import io.promptflow4j.core.template.python.PyNumber.Int;
import io.promptflow4j.core.template.python.PyNumber.Real;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PyText;
import io.promptflow4j.core.template.python.PyUndefined;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// Filters that make or take numbers.
final class NumberFilters {

  private static final String[] DECIMAL = {"kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"};
  private static final String[] BINARY = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"};

  static final Builtins TABLE =
      new Builtins()
          .add("abs", "", call -> absolute(number(call)))
          .add("round", "precision? method?", NumberFilters::round)
          .add("int", "default? base?", NumberFilters::toWhole)
          .add("float", "default?", NumberFilters::toReal)
          .add("filesizeformat", "binary?", NumberFilters::fileSize);

  private NumberFilters() {}

  private static PyNumber number(Call call) {
    return switch (call.self()) {
      case PyNumber number -> number;
      case PyUndefined undefined -> throw undefined.error();
      case PyObject other ->
          throw PyError.type(
              "'%s' needs a number, but got %s; convert it with |int or |float",
              call.name(), other.kind());
    };
  }

  private static PyObject absolute(PyNumber number) {
    return number instanceof Real(var real)
        ? new Real(Math.abs(real))
        : new Int(PyNumber.whole(number).abs());
  }

  private static PyObject round(Call call) {
    int precision = call.whole(0, 0);
    String method = call.string(1, "common");
    PyNumber number = number(call);
    return switch (method) {
      case "common" -> Rounding.round(number, precision);
      case "ceil" -> Rounding.towards(number, precision, RoundingMode.CEILING);
      case "floor" -> Rounding.towards(number, precision, RoundingMode.FLOOR);
      default -> throw PyError.value("'round' knows the methods common, ceil and floor");
    };
  }

  private static PyObject toWhole(Call call) {
    PyObject otherwise = call.get(0, Int.of(0));
    return switch (call.self()) {
      case PyText text ->
          NumberParsing.whole(text.text(), base(call))
              .or(() ->
                  NumberParsing.real(text.text()).filter(Double::isFinite).map(NumberFilters::cut))
              .<PyObject>map(Int::new)
              .orElse(otherwise);
      case Real(var number) -> Double.isNaN(number) ? otherwise : new Int(cut(finite(number)));
      case PyNumber number -> new Int(PyNumber.whole(number));
      case PyUndefined undefined -> throw undefined.error();
      default -> otherwise;
    };
  }

  /// The base of a number; one that is none gives the default, as no number can be read in it.
  private static int base(Call call) {
    PyObject base = call.get(1, Int.of(10));
    return base instanceof PyNumber && !(base instanceof Real) ? call.whole(1, 10) : -1;
  }

  private static BigInteger cut(double number) {
    return new BigDecimal(number).toBigInteger();
  }

  private static double finite(double number) {
    if (Double.isInfinite(number)) {
      throw new PyError(PyError.Kind.ARITHMETIC, "infinity is no whole number; check it before");
    }
    return number;
  }

  private static PyObject toReal(Call call) {
    PyObject otherwise = call.get(0, new Real(0));
    return switch (call.self()) {
      case PyText text ->
          NumberParsing.real(text.text()).<PyObject>map(Real::new).orElse(otherwise);
      case PyNumber number -> new Real(finiteReal(number));
      case PyUndefined undefined -> throw undefined.error();
      default -> otherwise;
    };
  }

  private static double finiteReal(PyNumber number) {
    return number instanceof Real(var real) ? real : finite(number.asDouble());
  }

  private static PyObject fileSize(Call call) {
    double bytes =
        call.self() instanceof PyText text
            ? NumberParsing.real(text.text())
                .orElseThrow(() -> PyError.value("'filesizeformat' needs a number"))
            : finiteReal(number(call));
    boolean binary = call.truth(0, false);
    int base = binary ? 1024 : 1000;
    if (bytes == 1) {
      return PyText.of("1 Byte");
    }
    if (bytes < base) {
      return PyText.of(new BigDecimal(finite(bytes)).toBigInteger() + " Bytes");
    }
    String[] units = binary ? BINARY : DECIMAL;
    int unit = 0;
    double size = base;
    while (unit < units.length - 1 && bytes >= size * base) {
      size *= base;
      unit++;
    }
    BigDecimal shown = new BigDecimal(finite(bytes / size)).setScale(1, RoundingMode.HALF_EVEN);
    return PyText.of(shown.toPlainString() + " " + units[unit]);
  }
}
