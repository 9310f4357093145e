package io.promptflow4j.evaluators.comparison.report;

import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.Comparison.Cost;
import io.promptflow4j.evaluators.comparison.Comparison.Difference;
import io.promptflow4j.evaluators.comparison.Comparison.Estimate;
import io.promptflow4j.evaluators.comparison.Comparison.Summary;
import io.promptflow4j.evaluators.comparison.Comparison.Variant;
import io.promptflow4j.evaluators.comparison.Comparison.Verdict;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Optional;

/// Numbers as people read them, the same in every report of text.
final class Wording {

  static final String NOTHING = "–";
  static final String NO_GAP = "No gap between groups is larger than chance explains.";

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

  static String evaluationCost(Variant variant) {
    return variant.evaluationCost().map(Wording::cost).orElse("unknown");
  }

  /// Whether evaluators took anything, or nobody knows.
  static boolean isEvaluationPaid(Comparison comparison) {
    return comparison.variants().stream()
        .anyMatch(one -> one.evaluationCost().map(cost -> cost.amount() > 0).orElse(true));
  }

  static String cost(Cost cost) {
    return number(cost.amount()) + " " + cost.currency();
  }

  static String effect(Difference one) {
    return one.effect()
        .map(effect -> "%s (%s)".formatted(number(effect.value()), effect.name()))
        .orElse(NOTHING);
  }

  /// What it would take to decide what is open: how many rows more, and their cost.
  static String more(Difference one) {
    if (one.verdict() != Verdict.TOO_FEW_ROWS) {
      return "";
    }
    return one.needed()
        .map(rows -> (rows - one.rows()) + " rows, " + costOfMore(one, rows))
        .orElse("nobody can tell");
  }

  private static String costOfMore(Difference one, long rows) {
    return one.neededCost()
        .map(all ->
            cost(new Cost(all.amount() * (rows - one.rows()) / (double) rows, all.currency())))
        .orElse("cost unknown");
  }

  static String latency(Variant variant) {
    return variant.latency().map(latency -> number(latency.median()) + " ms").orElse(NOTHING);
  }

  /// How a comparison that may stop early went.
  static String course(Comparison.Sequential course) {
    return "%s It took %d rows of %d.".formatted(course.reason(), course.used(), course.planned());
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
