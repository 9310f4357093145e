package io.promptflow4j.core.model.budget;

import java.math.BigDecimal;

/// What calls took, or what is booked for them.
///
/// @param money in the currency of the budget that it is held against
/// @param tokens read and written
public record Spending(BigDecimal money, long tokens, long calls) {

  public static final Spending NONE = new Spending(BigDecimal.ZERO, 0, 0);

  public Spending plus(Spending more) {
    return new Spending(money.add(more.money), tokens + more.tokens, calls + more.calls);
  }

  public Spending minus(Spending less) {
    return new Spending(money.subtract(less.money), tokens - less.tokens, calls - less.calls);
  }

  /// As much as `number` of these.
  Spending times(long number) {
    return new Spending(
        money.multiply(BigDecimal.valueOf(number)), tokens * number, calls * number);
  }

  /// `0.25 USD, 1200 tokens, 3 calls`
  ///
  /// @param currency that of the money
  public String in(String currency) {
    return "%s %s, %d tokens, %d %s"
        .formatted(
            money.signum() == 0 ? "0" : money.stripTrailingZeros().toPlainString(),
            currency,
            tokens,
            calls,
            calls == 1 ? "call" : "calls");
  }
}
