package io.promptflow4j.core.template.operation;

import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.PyNumber;
import io.promptflow4j.core.template.python.PyNumber.Int;
import io.promptflow4j.core.template.python.PyNumber.Real;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/// Arithmetic on numbers, with Python's rules for signs and kinds.
public final class Numbers {

  private static final int MAX_BITS = 65_536;

  private Numbers() {}

  private static boolean areWhole(PyNumber a, PyNumber b) {
    return !(a instanceof Real) && !(b instanceof Real);
  }

  static PyNumber add(PyNumber a, PyNumber b) {
    return areWhole(a, b)
        ? capped(PyNumber.whole(a).add(PyNumber.whole(b)))
        : new Real(real(a) + real(b));
  }

  static PyNumber multiply(PyNumber a, PyNumber b) {
    if (!areWhole(a, b)) {
      return new Real(real(a) * real(b));
    }
    rejectHuge((long) PyNumber.whole(a).bitLength() + PyNumber.whole(b).bitLength());
    return new Int(PyNumber.whole(a).multiply(PyNumber.whole(b)));
  }

  static PyNumber negate(PyNumber number) {
    return number instanceof Real(var real)
        ? new Real(-real)
        : new Int(PyNumber.whole(number).negate());
  }

  static PyNumber divide(PyNumber a, PyNumber b) {
    rejectZero(b);
    if (!areWhole(a, b)) {
      return new Real(real(a) / real(b));
    }
    BigInteger dividend = PyNumber.whole(a);
    BigInteger divisor = PyNumber.whole(b);
    if (dividend.bitLength() <= 53 && divisor.bitLength() <= 53) {
      return new Real(dividend.doubleValue() / divisor.doubleValue());
    }
    var digits = new MathContext(40, RoundingMode.HALF_EVEN);
    return finite(new BigDecimal(dividend).divide(new BigDecimal(divisor), digits).doubleValue());
  }

  static PyNumber floorDivide(PyNumber a, PyNumber b) {
    rejectZero(b);
    if (areWhole(a, b)) {
      BigInteger[] parts = PyNumber.whole(a).divideAndRemainder(PyNumber.whole(b));
      boolean exact = parts[1].signum() == 0;
      boolean negative = PyNumber.whole(a).signum() * PyNumber.whole(b).signum() < 0;
      return new Int(negative && !exact ? parts[0].subtract(BigInteger.ONE) : parts[0]);
    }
    double dividend = real(a);
    double divisor = real(b);
    double remainder = modulo(dividend, divisor);
    double quotient = (dividend - remainder) / divisor;
    if (quotient == 0) {
      return new Real(Math.copySign(0, dividend / divisor));
    }
    double floor = Math.floor(quotient);
    return new Real(quotient - floor > 0.5 ? floor + 1 : floor);
  }

  static PyNumber modulo(PyNumber a, PyNumber b) {
    rejectZero(b);
    if (areWhole(a, b)) {
      BigInteger divisor = PyNumber.whole(b);
      BigInteger remainder = PyNumber.whole(a).remainder(divisor);
      boolean otherSide = remainder.signum() * divisor.signum() < 0;
      return new Int(otherSide ? remainder.add(divisor) : remainder);
    }
    return new Real(modulo(real(a), real(b)));
  }

  private static double modulo(double dividend, double divisor) {
    double remainder = dividend % divisor;
    if (remainder == 0) {
      return Math.copySign(0, divisor);
    }
    return remainder < 0 != divisor < 0 ? remainder + divisor : remainder;
  }

  static PyNumber power(PyNumber a, PyNumber b) {
    boolean negative = b.asDouble() < 0;
    if (negative && !a.truth()) {
      throw arithmetic("0 cannot be raised to a negative power");
    }
    if (areWhole(a, b) && !negative) {
      return wholePower(PyNumber.whole(a), PyNumber.whole(b));
    }
    double base = real(a);
    double exponent = real(b);
    if (base < 0 && !PyNumber.isWhole(exponent) && !Double.isInfinite(exponent)) {
      throw PyError.value("a root of a negative number is no real number");
    }
    double result = base == 1 ? 1 : Math.pow(base, exponent);
    boolean overflow =
        Double.isInfinite(result) && !Double.isInfinite(base) && !Double.isInfinite(exponent);
    if (overflow) {
      throw arithmetic("the result of '**' is too large");
    }
    return new Real(result);
  }

  private static PyNumber wholePower(BigInteger base, BigInteger exponent) {
    if (base.abs().bitLength() <= 1) {
      boolean keeps = base.signum() >= 0 || exponent.testBit(0);
      return new Int(exponent.signum() == 0 ? BigInteger.ONE : keeps ? base : base.negate());
    }
    if (exponent.bitLength() > 31) {
      rejectHuge(Long.MAX_VALUE);
    }
    rejectHuge((base.bitLength() - 1L) * exponent.longValue());
    return new Int(base.pow(exponent.intValueExact()));
  }

  private static PyNumber capped(BigInteger number) {
    rejectHuge(number.bitLength());
    return new Int(number);
  }

  private static void rejectHuge(long bits) {
    if (bits > MAX_BITS) {
      throw new PyError(PyError.Kind.LIMIT, "the result has more than about 20,000 digits");
    }
  }

  private static double real(PyNumber number) {
    if (number instanceof Real(var real)) {
      return real;
    }
    double real = PyNumber.whole(number).doubleValue();
    finite(real);
    return real;
  }

  private static PyNumber finite(double number) {
    if (Double.isInfinite(number)) {
      throw arithmetic("the whole number is too large for a decimal number");
    }
    return new Real(number);
  }

  private static void rejectZero(PyNumber divisor) {
    if (!divisor.truth()) {
      throw arithmetic("a number cannot be divided by 0; check the divisor before");
    }
  }

  private static PyError arithmetic(String problem) {
    return new PyError(PyError.Kind.ARITHMETIC, problem);
  }

  /// `number`, cut to the range of `int`.
  public static int clampToInt(BigInteger number) {
    if (number.bitLength() < 32) {
      return number.intValue();
    }
    return number.signum() < 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE;
  }
}
