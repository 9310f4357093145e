package io.promptflow4j.core.model.cost;

import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.Money;
import io.promptflow4j.core.model.TokenUsage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an offering costs during a time. A rate that is not here is unknown.
///
/// @param from the first day; empty if it is not known to have begun
/// @param until the day from which it holds no longer; empty if it is not known to end
/// @param currency the ISO 4217 code
/// @param rates per million tokens, or per unit
/// @param tiers the rates for long prompts, those for the shortest first
/// @param provenance if it comes from elsewhere than the other facts
public record Price(
    Optional<LocalDate> from,
    Optional<LocalDate> until,
    String currency,
    Map<Rate, BigDecimal> rates,
    List<Tier> tiers,
    Optional<Provenance> provenance) {

  private static final int PER_MILLION = 6;

  /// The rates for calls whose prompt has more than `over` tokens; they hold for the whole call.
  public record Tier(long over, Map<Rate, BigDecimal> rates) {
    public Tier {
      rates = ordered(rates);
    }
  }

  public Price {
    rates = ordered(rates);
    tiers = List.copyOf(tiers);
  }

  /// A price that holds always.
  public static Price of(String currency, Map<Rate, BigDecimal> rates) {
    return new Price(
        Optional.empty(), Optional.empty(), currency, rates, List.of(), Optional.empty());
  }

  private static Map<Rate, BigDecimal> ordered(Map<Rate, BigDecimal> rates) {
    var ordered = new EnumMap<Rate, BigDecimal>(Rate.class);
    ordered.putAll(rates);
    return Collections.unmodifiableMap(ordered);
  }

  public boolean holdsOn(LocalDate day) {
    return from.filter(day::isBefore).isEmpty()
        && until.filter(end -> !day.isBefore(end)).isEmpty();
  }

  public Optional<BigDecimal> rate(Rate rate) {
    return Optional.ofNullable(rates.get(rate));
  }

  /// What one call with this usage costs.
  ///
  /// Tokens from the cache and tokens of reasoning cost as much as others if they have no rate of
  /// their own: the sum is rather too high than too low. The cost is unknown if tokens were used
  /// that have no rate at all.
  public Cost of(TokenUsage usage) {
    Map<Rate, BigDecimal> valid = ratesFor(usage.prompt());
    var sum = new Sum(valid);
    sum.add(usage.prompt() - usage.cached(), Rate.INPUT, Rate.INPUT);
    sum.add(usage.cached(), Rate.CACHE_READ, Rate.INPUT);
    sum.add(usage.completion() - usage.reasoning(), Rate.OUTPUT, Rate.OUTPUT);
    sum.add(usage.reasoning(), Rate.REASONING, Rate.OUTPUT);
    if (!sum.missing.isEmpty()) {
      return new Cost.Unknown("the price says nothing of '%s'".formatted(sum.missing));
    }
    BigDecimal fee = valid.getOrDefault(Rate.PER_REQUEST, BigDecimal.ZERO);
    return new Cost.Known(new Money(sum.amount.add(fee), currency));
  }

  private Map<Rate, BigDecimal> ratesFor(long prompt) {
    if (tiers.isEmpty()) {
      return rates;
    }
    Map<Rate, BigDecimal> valid = new EnumMap<>(Rate.class);
    valid.putAll(rates);
    for (Tier tier : tiers) {
      if (prompt > tier.over()) {
        valid.putAll(tier.rates());
      }
    }
    return valid;
  }

  /// Adds up tokens; owned by the thread that does so.
  private static final class Sum {
    private final Map<Rate, BigDecimal> rates;
    private BigDecimal amount = BigDecimal.ZERO;
    private String missing = "";

    Sum(Map<Rate, BigDecimal> rates) {
      this.rates = rates;
    }

    void add(long tokens, Rate rate, Rate otherwise) {
      if (tokens <= 0) {
        return;
      }
      BigDecimal perMillion = rates.getOrDefault(rate, rates.get(otherwise));
      if (perMillion == null) {
        missing = otherwise.written();
      } else {
        amount =
            amount.add(perMillion.multiply(BigDecimal.valueOf(tokens)).movePointLeft(PER_MILLION));
      }
    }
  }
}
