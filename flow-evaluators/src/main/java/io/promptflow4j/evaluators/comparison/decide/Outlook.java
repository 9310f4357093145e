package io.promptflow4j.evaluators.comparison.decide;

import io.promptflow4j.evaluators.comparison.Comparison.Cost;
import io.promptflow4j.evaluators.statistics.Figure;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/// What it would take to decide what the rows at hand leave open.
///
/// @param at how many rows are at hand
/// @param rows how many it would take in all, or why nobody can tell
/// @param perRow what one more row costs, if prices are known
/// @param goal what those rows would do, such as `show a difference of 0.2`
public record Outlook(long at, Figure<Long> rows, Optional<Cost> perRow, String goal) {

  /// How many rows it would take in all, if that can be told.
  public Optional<Long> needed() {
    return switch (rows) {
      case Figure.Known<Long>(Long count) -> Optional.of(count);
      case Figure.Unknown<Long> _ -> Optional.empty();
    };
  }

  /// What all those rows would cost, the ones at hand included.
  public Optional<Cost> cost() {
    return needed().flatMap(this::cost);
  }

  private Optional<Cost> cost(long count) {
    return perRow.map(one -> new Cost(one.amount() * count, one.currency()));
  }

  /// `About 155 rows would show a difference of 0.15: 135 more, about 0.27 USD.`
  public String sentence() {
    return switch (rows) {
      case Figure.Known<Long>(Long count) ->
          "About %d rows would %s: %d more, %s."
              .formatted(count, goal, count - at, price(count - at));
      case Figure.Unknown<Long>(String because) ->
          "How many rows would do can't be told: %s.".formatted(because);
    };
  }

  /// `about 135 more rows, about 0.27 USD`
  public String brief() {
    return switch (rows) {
      case Figure.Known<Long>(Long count) ->
          "about %d more rows, %s".formatted(count - at, price(count - at));
      case Figure.Unknown<Long> _ -> "nobody can tell how many it would take";
    };
  }

  private String price(long count) {
    return cost(count)
        .map(found -> found.amount() == 0 ? "free of charge" : "about " + words(found))
        .orElse("at a cost that is not known");
  }

  private static String words(Cost cost) {
    BigDecimal rounded = new BigDecimal(cost.amount()).round(new MathContext(3));
    return rounded.stripTrailingZeros().toPlainString() + " " + cost.currency();
  }
}
