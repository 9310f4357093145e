package io.promptflow4j.core.model.cost;

import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What many calls cost together, and how many of them have no known cost.
///
/// ```java
/// Bill bill = Bill.EMPTY.plus(offering.costOf(usage, day)).plus(other);
/// bill.toString(); // ≥ 0.42 USD, 3 calls unpriced
/// ```
///
/// @param amounts the sum of what is known, by currency; none is converted into another
/// @param priced how many calls are in the amounts
/// @param unpriced how many calls are in no amount
/// @param estimated of `priced`, how many are there by an estimate of their tokens
public record Bill(
    SortedMap<String, BigDecimal> amounts, long priced, long unpriced, long estimated) {

  private static final MathContext DIGITS = new MathContext(3);

  /// Without estimates.
  public Bill(SortedMap<String, BigDecimal> amounts, long priced, long unpriced) {
    this(amounts, priced, unpriced, 0);
  }

  /// Nothing was called.
  public static final Bill EMPTY = new Bill(new TreeMap<>(), 0, 0);

  public Bill {
    amounts = Collections.unmodifiableSortedMap(new TreeMap<>(amounts));
  }

  public static Bill of(Cost cost) {
    return EMPTY.plus(cost);
  }

  /// This and one more call.
  public Bill plus(Cost cost) {
    return switch (cost) {
      case Cost.Known(var money) ->
          plus(new Bill(new TreeMap<>(Map.of(money.currency(), money.amount())), 1, 0));
      case Cost.Estimated(var money) ->
          plus(new Bill(new TreeMap<>(Map.of(money.currency(), money.amount())), 1, 0, 1));
      case Cost.Unknown _ -> new Bill(amounts, priced, unpriced + 1, estimated);
    };
  }

  public Bill plus(Bill other) {
    var sum = new TreeMap<>(amounts);
    other.amounts.forEach((currency, amount) -> sum.merge(currency, amount, BigDecimal::add));
    return new Bill(
        sum, priced + other.priced, unpriced + other.unpriced, estimated + other.estimated);
  }

  public long calls() {
    return priced + unpriced;
  }

  /// Whether every call is in the amounts.
  public boolean isComplete() {
    return unpriced == 0;
  }

  /// The amount in a currency: what is known, which is all only if [#isComplete].
  public Money in(String currency) {
    return new Money(amounts.getOrDefault(currency, BigDecimal.ZERO), currency);
  }

  /// The one amount, if there is no other currency; no money at all counts as US dollars.
  public Optional<Money> single() {
    return switch (amounts.size()) {
      case 0 -> Optional.of(in("USD"));
      case 1 -> Optional.of(in(amounts.firstKey()));
      default -> Optional.empty();
    };
  }

  /// For a person at a glance: `0.421 USD`, with `≥` in front if calls have no price, or `≈` if
  /// tokens were estimated; empty if nothing of it is known, or all of it was free.
  public Optional<String> brief() {
    String known =
        amounts.entrySet().stream()
            .filter(entry -> entry.getValue().signum() > 0)
            .map(entry -> entry.getValue().round(DIGITS).toPlainString() + " " + entry.getKey())
            .collect(Collectors.joining(" + "));
    return known.isEmpty() ? Optional.empty() : Optional.of(sign() + known);
  }

  private String sign() {
    if (!isComplete()) {
      return "≥ ";
    }
    return estimated > 0 ? "≈ " : "";
  }

  /// `0.42 USD`, or `≥ 0.42 USD, 3 calls unpriced`, or `unknown, 3 calls unpriced`, or `≈ 0.42 USD,
  /// 3 calls estimated`.
  @Override
  public String toString() {
    String known =
        amounts.entrySet().stream()
            .map(entry -> new Money(entry.getValue(), entry.getKey()).toString())
            .collect(Collectors.joining(" + "));
    String some = estimated == 0 ? "" : ", " + calls(estimated) + " estimated";
    if (isComplete()) {
      return sign() + (known.isEmpty() ? "0 USD" : known) + some;
    }
    String missing = calls(unpriced) + " unpriced";
    return known.isEmpty() ? "unknown, " + missing : sign() + known + ", " + missing + some;
  }

  private static String calls(long number) {
    return number == 1 ? "1 call" : number + " calls";
  }
}
