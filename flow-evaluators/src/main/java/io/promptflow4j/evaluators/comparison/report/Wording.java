package io.promptflow4j.evaluators.comparison.report;

import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.Comparison.Cost;
import io.promptflow4j.evaluators.comparison.Comparison.Estimate;
import io.promptflow4j.evaluators.comparison.Comparison.Summary;
import io.promptflow4j.evaluators.comparison.Comparison.Variant;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Optional;

/// Numbers as people read them, the same in every report of text.
final class Wording {

  static final String NOTHING = "–";

  private Wording() {}

  /// With four digits that count, and no more than it has.
  static String number(double value) {
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(4));
    if (rounded.signum() == 0) {
      return "0";
    }
    double size = Math.abs(value);
    return size < 1e-4 || size >= 1e9
        ? String.format(Locale.ROOT, "%.3g", value)
        : rounded.stripTrailingZeros().toPlainString();
  }

  static String signed(double value) {
    return (value > 0 ? "+" : "") + number(value);
  }

  static String interval(Estimate estimate) {
    return "%s [%s, %s]"
        .formatted(number(estimate.value()), number(estimate.low()), number(estimate.high()));
  }

  static String difference(Estimate estimate) {
    return "%s [%s, %s]"
        .formatted(signed(estimate.value()), signed(estimate.low()), signed(estimate.high()));
  }

  static String probability(Optional<Double> p) {
    return p.map(value -> value < 0.0001 ? "< 0.0001" : String.format(Locale.ROOT, "%.4f", value))
        .orElse(NOTHING);
  }

  static String cost(Variant variant) {
    return variant.cost().map(Wording::cost).orElse("unknown");
  }

  static String cost(Cost cost) {
    return number(cost.amount()) + " " + cost.currency();
  }

  static String latency(Variant variant) {
    return variant.latency().map(latency -> number(latency.median()) + " ms").orElse(NOTHING);
  }

  /// A metric's mean with its interval and how many values are missing.
  static String mean(Summary summary) {
    String mean = summary.mean().map(Wording::interval).orElse(NOTHING);
    return summary.notScored() == 0
        ? mean
        : "%s (%d not scored)".formatted(mean, summary.notScored());
  }

  static Optional<Summary> summary(Comparison comparison, String variant, String metric) {
    return comparison.summaries().stream()
        .filter(one -> one.variant().equals(variant) && one.metric().equals(metric))
        .findFirst();
  }
}
