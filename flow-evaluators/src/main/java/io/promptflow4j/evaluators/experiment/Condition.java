package io.promptflow4j.evaluators.experiment;

import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.Comparison.Summary;
import io.promptflow4j.evaluators.comparison.Comparison.Variant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A condition on a figure, under which a build is to fail: `accuracy < 0.9`.
///
/// The figure is a metric's mean, the end of its interval (`accuracy.low`, `accuracy.high`), or one
/// of [#FIGURES]. It is looked up for all variants but the baseline, or for the only one; `name:`
/// before it chooses one.
///
/// @param written as its author wrote it
/// @param variant the one it is about; empty if it is about all but the baseline
public record Condition(
    String written, Optional<String> variant, String figure, Relation relation, double limit) {

  /// Figures that every variant has.
  public static final List<String> FIGURES =
      List.of("failed", "latency", "latency.p95", "tokens", "cost");

  private static final Pattern SYNTAX =
      Pattern.compile(
          "\\s*(?:(?<variant>[^:<>=!]+):)?\\s*(?<figure>[^<>=!\\s]+)\\s*(?<relation><=|>=|==|!=|<|>)"
              + "\\s*(?<limit>[+-]?[0-9.]+%?)\\s*");
  private static final double PER_CENT = 100;

  /// How a figure stands to the limit.
  public enum Relation {
    BELOW("<"),
    AT_MOST("<="),
    ABOVE(">"),
    AT_LEAST(">="),
    EQUAL("=="),
    OTHER("!=");

    private final String sign;

    Relation(String sign) {
      this.sign = sign;
    }

    boolean holds(double figure, double limit) {
      return switch (this) {
        case BELOW -> figure < limit;
        case AT_MOST -> figure <= limit;
        case ABOVE -> figure > limit;
        case AT_LEAST -> figure >= limit;
        case EQUAL -> figure == limit;
        case OTHER -> figure != limit;
      };
    }
  }

  /// What became of a condition for one variant.
  ///
  /// @param holds whether it holds, so that the build is to fail; a figure that is not known fails
  ///   it as well
  public record Finding(Condition condition, String variant, boolean holds, String words) {}

  /// Reads `accuracy < 0.9`, `variant_1: latency.p95 > 2000`; empty if it is nothing of the kind.
  public static Optional<Condition> read(String written) {
    Matcher parts = SYNTAX.matcher(written);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String number = parts.group("limit");
    try {
      double limit =
          number.endsWith("%")
              ? Double.parseDouble(number.substring(0, number.length() - 1)) / PER_CENT
              : Double.parseDouble(number);
      return Optional.of(
          new Condition(
              written.strip(),
              Optional.ofNullable(parts.group("variant")).map(String::strip),
              parts.group("figure"),
              relation(parts.group("relation")),
              limit));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static Relation relation(String sign) {
    for (Relation one : Relation.values()) {
      if (one.sign.equals(sign)) {
        return one;
      }
    }
    throw new IllegalStateException("the pattern lets no sign '%s' pass".formatted(sign));
  }

  /// The metric it needs; empty if it is about a figure that every variant has.
  public Optional<String> metric() {
    return FIGURES.contains(figure) ? Optional.empty() : Optional.of(bare());
  }

  private String bare() {
    return figure.replaceFirst("\\.(low|high)$", "");
  }

  /// Looks the figure up for each variant it is about.
  public List<Finding> on(Comparison comparison) {
    return comparison.variants().stream()
        .filter(one -> isAbout(one.name(), comparison))
        .map(one -> on(one, comparison))
        .toList();
  }

  private boolean isAbout(String name, Comparison comparison) {
    return variant
        .map(name::equals)
        .orElse(comparison.variants().size() == 1 || !name.equals(comparison.baseline()));
  }

  private Finding on(Variant one, Comparison comparison) {
    Optional<Double> value = value(one, comparison);
    boolean holds = value.map(known -> relation.holds(known, limit)).orElse(true);
    String words =
        value
            .map(known ->
                "%s: %s is %s, %s"
                    .formatted(
                        one.name(),
                        figure,
                        String.format(Locale.ROOT, "%.4g", known),
                        holds ? "so %s".formatted(written) : "so not %s".formatted(written)))
            .orElse("%s: %s is not known".formatted(one.name(), figure));
    return new Finding(this, one.name(), holds, words);
  }

  private Optional<Double> value(Variant one, Comparison comparison) {
    return switch (figure) {
      case "failed" -> Optional.of((double) one.failed());
      case "latency" -> one.latency().map(Comparison.Latency::mean);
      case "latency.p95" -> one.latency().map(Comparison.Latency::p95);
      case "tokens" -> Optional.of((double) (one.promptTokens() + one.completionTokens()));
      case "cost" -> one.cost().map(Comparison.Cost::amount);
      default -> metric(one.name(), comparison);
    };
  }

  private Optional<Double> metric(String name, Comparison comparison) {
    return comparison.summaries().stream()
        .filter(summary -> summary.variant().equals(name) && summary.metric().equals(bare()))
        .findFirst()
        .flatMap(Summary::mean)
        .map(mean ->
            figure.endsWith(".low")
                ? mean.low()
                : figure.endsWith(".high") ? mean.high() : mean.value());
  }
}
