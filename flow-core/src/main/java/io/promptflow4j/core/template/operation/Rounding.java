package io.promptflow4j.core.template.operation;

import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.PyNumber;
import io.promptflow4j.core.template.python.PyNumber.Int;
import io.promptflow4j.core.template.python.PyNumber.Real;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// Rounding, as Python's `round`, `math.ceil` and `math.floor` do it.
public final class Rounding {

  private static final int MAX_PRECISION = 400;

  private Rounding() {}

  /// To `precision` digits behind the point, halves to the even digit; a whole number stays whole.
  public static PyNumber round(PyNumber number, int precision) {
    if (number instanceof Real(var real)) {
      if (!Double.isFinite(real) || precision > MAX_PRECISION) {
        return number;
      }
      if (precision < -MAX_PRECISION) {
        return new Real(Math.copySign(0, real));
      }
      double rounded =
          new BigDecimal(real).setScale(precision, RoundingMode.HALF_EVEN).doubleValue();
      return new Real(Math.copySign(rounded, real));
    }
    BigInteger whole = PyNumber.whole(number);
    if (precision >= 0) {
      return new Int(whole);
    }
    if (precision < -20_000) {
      return Int.of(0);
    }
    return new Int(
        new BigDecimal(whole).setScale(precision, RoundingMode.HALF_EVEN).toBigInteger());
  }

  /// Up or down to `precision` digits behind the point; always gives a decimal number.
  public static PyNumber towards(PyNumber number, int precision, RoundingMode mode) {
    if (Math.abs((long) precision) > MAX_PRECISION) {
      throw PyError.value("'round' takes a precision of at most %d", MAX_PRECISION);
    }
    PyNumber factor = Numbers.power(Int.of(10), Int.of(precision));
    PyNumber scaled = Numbers.multiply(number, factor);
    BigInteger whole =
        scaled instanceof Real(var real)
            ? finite(real).setScale(0, mode).toBigInteger()
            : PyNumber.whole(scaled);
    return Numbers.divide(new Int(whole), factor);
  }

  private static BigDecimal finite(double number) {
    if (!Double.isFinite(number)) {
      throw new PyError(PyError.Kind.ARITHMETIC, "only finite numbers can be rounded");
    }
    return new BigDecimal(number);
  }
}
