package io.promptflow4j.core.model;

import java.math.BigDecimal;

/// An amount in one currency, exact.
///
/// @param currency the ISO 4217 code, such as `USD`
public record Money(BigDecimal amount, String currency) {

  public Money {
    if (!isCode(currency)) {
      throw new IllegalArgumentException(
          "a currency has three capital letters, such as USD, not '%s'".formatted(currency));
    }
    amount = amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
  }

  private static boolean isCode(String text) {
    return text.length() == 3
        && isCapital(text.charAt(0))
        && isCapital(text.charAt(1))
        && isCapital(text.charAt(2));
  }

  private static boolean isCapital(char letter) {
    return letter >= 'A' && letter <= 'Z';
  }

  public static Money of(String amount, String currency) {
    return new Money(new BigDecimal(amount), currency);
  }

  /// Both together.
  ///
  /// @throws IllegalArgumentException if the other is in another currency
  public Money plus(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException(
          "%s and %s don't add up without a rate".formatted(currency, other.currency));
    }
    return new Money(amount.add(other.amount), currency);
  }

  /// `0.00125 USD`
  @Override
  public String toString() {
    return amount.toPlainString() + " " + currency;
  }
}
