package io.promptflow4j.evaluators.experiment;

import io.promptflow4j.core.model.TokenUsage;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/// What tokens cost, by the name of the model.
///
/// @param perMillion a price for `*` is that of all models that are not named
public record Prices(Map<String, Price> perMillion, String currency) {

  /// No price is known.
  public static final Prices UNKNOWN = new Prices(Map.of(), "USD");

  private static final String ALL = "*";
  private static final double MILLION = 1_000_000;

  /// Price of a million tokens read and written.
  public record Price(double prompt, double completion) {}

  public Prices {
    perMillion = Map.copyOf(perMillion);
  }

  public boolean isEmpty() {
    return perMillion.isEmpty();
  }

  /// Whether it can be told what a call of `model` costs.
  public boolean knows(String model) {
    return price(model).isPresent();
  }

  /// What `usage` costs, by the models that answered; empty if the price of one is unknown.
  public Optional<Double> cost(Map<String, TokenUsage> usage) {
    return usage.keySet().stream().allMatch(this::knows)
        ? Optional.of(sum(usage.entrySet()))
        : Optional.empty();
  }

  private double sum(Collection<Map.Entry<String, TokenUsage>> usage) {
    return usage.stream().mapToDouble(one -> cost(one.getKey(), one.getValue())).sum();
  }

  private double cost(String model, TokenUsage usage) {
    Price price = price(model).orElseThrow();
    return (usage.prompt() * price.prompt() + usage.completion() * price.completion()) / MILLION;
  }

  private Optional<Price> price(String model) {
    return Optional.ofNullable(perMillion.get(model))
        .or(() -> Optional.ofNullable(perMillion.get(ALL)));
  }
}
