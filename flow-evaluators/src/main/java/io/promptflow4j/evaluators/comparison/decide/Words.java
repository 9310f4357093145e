package io.promptflow4j.evaluators.comparison.decide;

import io.promptflow4j.evaluators.comparison.Comparison.Difference;
import io.promptflow4j.evaluators.comparison.Comparison.Estimate;
import io.promptflow4j.evaluators.comparison.Comparison.Metric;
import io.promptflow4j.evaluators.comparison.Comparison.Verdict;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Says verdicts in sentences.
final class Words {

  private final String baseline;

  Words(String baseline) {
    this.baseline = baseline;
  }

  String of(
      Pairing pairing, Verdict verdict, Optional<Double> adjusted, Optional<Outlook> outlook) {
    String variant = pairing.variant();
    Metric metric = pairing.metric();
    String name = metric.name();
    Optional<Estimate> found = pairing.difference();
    if (found.isEmpty()) {
      return "%s: no row is scored for both %s and %s.".formatted(name, variant, baseline);
    }
    String seen = seen(found.get(), pairing.binary().isPresent());
    int rows = pairing.sample().size();
    return switch (verdict) {
      case BETTER, WORSE, DIFFERENT ->
          "%s: %s is %s than %s: %s; adjusted p %s on %d rows."
              .formatted(name, variant, than(verdict), baseline, seen, p(adjusted), rows);
      case EQUIVALENT ->
          "%s: %s and %s are equivalent: %s, and a difference of %s can be ruled out on %d rows."
              .formatted(name, variant, baseline, seen, number(metric.margin()), rows);
      case TOO_FEW_ROWS ->
          "%s: %d rows can't tell %s and %s apart: %s.%s"
              .formatted(name, rows, variant, baseline, seen, plan(outlook));
      case NOT_COMPARABLE -> "%s: %s and %s can't be compared.".formatted(name, variant, baseline);
    };
  }

  private static String than(Verdict verdict) {
    return verdict == Verdict.DIFFERENT ? "other" : verdict.label();
  }

  private static String seen(Estimate difference, boolean share) {
    return share
        ? "%s points (%s to %s)"
            .formatted(
                signed(100 * difference.value()),
                signed(100 * difference.low()),
                signed(100 * difference.high()))
        : "%s (%s to %s)"
            .formatted(
                signed(difference.value()), signed(difference.low()), signed(difference.high()));
  }

  private static String plan(Optional<Outlook> outlook) {
    return outlook.map(found -> " " + found.sentence()).orElse("");
  }

  private static String p(Optional<Double> adjusted) {
    return adjusted
        .map(value -> value < 0.0001 ? "below 0.0001" : String.format(Locale.ROOT, "%.4f", value))
        .orElse("unknown");
  }

  private static String signed(double value) {
    return (value > 0 ? "+" : "") + number(value);
  }

  static String number(double value) {
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(3));
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  /// All differences in a sentence for each variant.
  String together(List<Difference> differences) {
    if (differences.isEmpty()) {
      return "There is nothing to compare with: one variant, or no metric.";
    }
    var byVariant = new LinkedHashMap<String, List<Difference>>();
    differences.forEach(
        one -> byVariant.computeIfAbsent(one.variant(), _ -> new ArrayList<>()).add(one));
    return byVariant.entrySet().stream()
        .map(entry -> sentence(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(" "));
  }

  private String sentence(String variant, List<Difference> differences) {
    var parts = new ArrayList<String>();
    part(parts, differences, Verdict.BETTER, "is better than " + baseline + " in ");
    part(parts, differences, Verdict.WORSE, "is worse than " + baseline + " in ");
    part(parts, differences, Verdict.DIFFERENT, "differs from " + baseline + " in ");
    part(parts, differences, Verdict.EQUIVALENT, "is equivalent to " + baseline + " in ");
    part(parts, differences, Verdict.TOO_FEW_ROWS, "has too few rows to tell for ");
    part(parts, differences, Verdict.NOT_COMPARABLE, "can't be compared in ");
    return variant + " " + String.join("; ", parts) + ".";
  }

  private static void part(
      List<String> parts, List<Difference> differences, Verdict verdict, String opening) {
    String metrics =
        differences.stream()
            .filter(one -> one.verdict() == verdict)
            .map(one -> one.metric() + amount(one))
            .collect(Collectors.joining(", "));
    if (!metrics.isEmpty()) {
      parts.add(opening + metrics);
    }
  }

  /// `about 135 rows more, about 0.27 USD`, without the price if there is none.
  private static String more(Difference one, long rows) {
    long missing = rows - one.rows();
    String price =
        one.neededCost()
            .filter(all -> all.amount() > 0)
            .map(all ->
                ", about %s %s".formatted(number(all.amount() * missing / rows), all.currency()))
            .orElse("");
    return "about %d rows more%s".formatted(missing, price);
  }

  private static String amount(Difference one) {
    return switch (one.verdict()) {
      case BETTER, WORSE, DIFFERENT ->
          one.difference().map(found -> " (" + signed(found.value()) + ")").orElse("");
      case TOO_FEW_ROWS -> one.needed().map(rows -> " (" + more(one, rows) + ")").orElse("");
      case EQUIVALENT, NOT_COMPARABLE -> "";
    };
  }
}
