package io.promptflow4j.core.template.python;

import java.math.BigDecimal;
import java.math.BigInteger;

/// A number: whole, floating-point, or a truth value, which Python counts as 0 or 1.
///
/// Numbers that are equal are equal keys, whatever their kinds.
public sealed interface PyNumber extends PyObject {

  double asDouble();

  /// A whole number of any size.
  record Int(BigInteger number) implements PyNumber {

    private static final Int[] SMALL = new Int[1024];

    static {
      for (int i = 0; i < SMALL.length; i++) {
        SMALL[i] = new Int(BigInteger.valueOf(i));
      }
    }

    public static Int of(long number) {
      return number >= 0 && number < SMALL.length
          ? SMALL[(int) number]
          : new Int(BigInteger.valueOf(number));
    }

    @Override
    public double asDouble() {
      return number.doubleValue();
    }

    @Override
    public boolean truth() {
      return number.signum() != 0;
    }

    @Override
    public String kind() {
      return "a whole number";
    }

    @Override
    public boolean equals(Object other) {
      return sameNumber(this, other);
    }

    @Override
    public int hashCode() {
      return number.hashCode();
    }
  }

  /// A floating-point number.
  record Real(double number) implements PyNumber {
    @Override
    public double asDouble() {
      return number;
    }

    @Override
    public boolean truth() {
      return number != 0;
    }

    @Override
    public String kind() {
      return "a decimal number";
    }

    @Override
    public boolean equals(Object other) {
      return sameNumber(this, other);
    }

    @Override
    public int hashCode() {
      return isWhole(number)
          ? new BigDecimal(number).toBigInteger().hashCode()
          : Double.hashCode(number);
    }
  }

  /// `True` or `False`.
  final class Bool implements PyNumber {
    public static final Bool TRUE = new Bool(true);
    public static final Bool FALSE = new Bool(false);

    private final boolean truth;

    private Bool(boolean truth) {
      this.truth = truth;
    }

    public static Bool of(boolean truth) {
      return truth ? TRUE : FALSE;
    }

    @Override
    public double asDouble() {
      return truth ? 1 : 0;
    }

    @Override
    public boolean truth() {
      return truth;
    }

    @Override
    public String kind() {
      return "a truth value";
    }

    @Override
    public boolean equals(Object other) {
      return sameNumber(this, other);
    }

    @Override
    public int hashCode() {
      return truth ? 1 : 0;
    }
  }

  /// Whether a number is a whole one, in whatever kind.
  static boolean isWhole(double number) {
    return !Double.isInfinite(number) && number == Math.rint(number);
  }

  /// The whole number that `number` is, if it is an [Int] or a [Bool].
  static BigInteger whole(PyNumber number) {
    return switch (number) {
      case Int(var whole) -> whole;
      case Bool bool -> bool.truth() ? BigInteger.ONE : BigInteger.ZERO;
      case Real(var real) -> throw new IllegalStateException("not a whole number: " + real);
    };
  }

  private static boolean sameNumber(PyNumber one, Object other) {
    return other instanceof PyNumber that && compare(one, that) == 0;
  }

  /// The order of two numbers, exact even where a `double` is not; 2 if one is NaN.
  static int compare(PyNumber one, PyNumber two) {
    if (one instanceof Real(var a) && two instanceof Real(var b)) {
      return Double.isNaN(a) || Double.isNaN(b) ? 2 : a < b ? -1 : a > b ? 1 : 0;
    }
    if (one instanceof Real(var a)) {
      return compare(a, whole(two));
    }
    if (two instanceof Real(var b)) {
      int order = compare(b, whole(one));
      return order == 2 ? 2 : -order;
    }
    return whole(one).compareTo(whole(two));
  }

  private static int compare(double real, BigInteger whole) {
    if (Double.isNaN(real)) {
      return 2;
    }
    if (Double.isInfinite(real)) {
      return real > 0 ? 1 : -1;
    }
    return new BigDecimal(real).compareTo(new BigDecimal(whole));
  }
}
