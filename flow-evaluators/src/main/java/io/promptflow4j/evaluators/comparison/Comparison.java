package io.promptflow4j.evaluators.comparison;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What came of comparing variants of a flow, or finished runs: everything a report shows.
///
/// @param title what is compared, in a few words
/// @param data what the rows came from, such as a file name or `name:version`, and how many there
///   are
/// @param baseline the variant all others are compared with; it is among `variants`
/// @param verdict the whole in a sentence or two
/// @param sequential how a comparison that may stop early went; empty if all rows were run
public record Comparison(
    String title,
    Instant created,
    String data,
    long rows,
    Settings settings,
    String baseline,
    List<Variant> variants,
    List<Metric> metrics,
    List<Summary> summaries,
    List<Difference> differences,
    List<Slicing> slicings,
    List<ComparedRow> table,
    String verdict,
    Optional<Sequential> sequential,
    List<String> remarks) {

  public Comparison {
    variants = List.copyOf(variants);
    metrics = List.copyOf(metrics);
    summaries = List.copyOf(summaries);
    differences = List.copyOf(differences);
    slicings = List.copyOf(slicings);
    table = List.copyOf(table);
    remarks = List.copyOf(remarks);
  }

  /// How it was decided.
  ///
  /// @param confidence of the intervals, such as 0.95
  /// @param alpha the error rate of the tests over all of them, such as 0.05
  /// @param power the chance to see a difference of the size of the margin that planning aims at
  /// @param correction `holm`, `benjamini-hochberg` or `none`
  public record Settings(double confidence, double alpha, double power, String correction) {}

  /// One of the things compared.
  ///
  /// @param name `default`, `node.variant`, a combination of those, or the name of a run
  /// @param run the run its outputs came from
  /// @param description what differs, for people
  /// @param latency how long a row took, in milliseconds
  /// @param cost what all its rows cost; unknown if a price is
  /// @param evaluationCost what it cost to evaluate them
  public record Variant(
      String name,
      String run,
      String description,
      long completed,
      long failed,
      long promptTokens,
      long completionTokens,
      Optional<Latency> latency,
      Optional<Cost> cost,
      Optional<Cost> evaluationCost) {}

  /// Milliseconds a row took.
  public record Latency(double mean, double median, double p95) {}

  /// What was paid, or would have been had nothing been on record.
  public record Cost(double amount, String currency) {}

  /// Something that is measured on each row.
  ///
  /// @param name unique in the comparison: `evaluator.output`, or the output's name if only one has
  ///   it
  /// @param evaluator where it comes from, such as `builtin:exact_match`
  /// @param margin a difference smaller than this matters to nobody
  public record Metric(
      String name,
      String evaluator,
      String description,
      Kind kind,
      Direction direction,
      Optional<Double> min,
      Optional<Double> max,
      double margin) {

    /// What its values are.
    public enum Kind {
      /// Yes or no, 1 or 0.
      BINARY,
      /// One of few ordered levels.
      ORDINAL,
      /// Any number.
      CONTINUOUS
    }

    /// Which way is better.
    public enum Direction {
      HIGHER,
      LOWER,
      NONE
    }
  }

  /// One metric of one variant over all rows.
  ///
  /// @param scored on how many rows (repeats of a row are one) it has a value
  /// @param notScored how many values are missing
  /// @param mean with the interval that holds the true mean; empty if nothing is scored
  /// @param histogram how often which values occurred
  public record Summary(
      String variant,
      String metric,
      long scored,
      long notScored,
      Optional<Estimate> mean,
      Optional<Double> deviation,
      List<Bin> histogram) {

    public Summary {
      histogram = List.copyOf(histogram);
    }
  }

  /// A number with the interval in which the truth lies, at the confidence of the settings.
  ///
  /// @param method how the interval was made, in a few words
  public record Estimate(double value, double low, double high, String method) {}

  /// How many values lie from `from` to `to`; both ends are equal for a single value.
  public record Bin(double from, double to, long count) {}

  /// One metric of one variant against the baseline, over the rows both have.
  ///
  /// @param rows on how many rows both are scored
  /// @param difference variant minus baseline
  /// @param test its name, and why it is the right one
  /// @param p not adjusted; empty if it can't be computed
  /// @param adjusted for all variants and metrics of the comparison
  /// @param wins rows on which the variant is better, whichever way that is
  /// @param words the verdict as a sentence, with numbers
  /// @param needed how many rows it would take to see a difference of the margin's size; present
  ///   when there are too few
  /// @param neededCost what those rows would cost, if the price is known
  public record Difference(
      String variant,
      String metric,
      long rows,
      Optional<Estimate> difference,
      String test,
      String whyThisTest,
      Optional<Double> p,
      Optional<Double> adjusted,
      Optional<Effect> effect,
      long wins,
      long ties,
      long losses,
      Verdict verdict,
      String words,
      Optional<Long> needed,
      Optional<Cost> neededCost) {}

  /// How big a difference is, beside its unit.
  ///
  /// @param name such as `Cohen's dz`, `odds ratio`, `rank-biserial correlation`
  public record Effect(String name, double value, String words) {}

  /// What can be said of a difference.
  public enum Verdict {
    BETTER("better"),
    WORSE("worse"),
    EQUIVALENT("equivalent"),
    TOO_FEW_ROWS("too few rows"),
    /// The metric has no better end, so only whether it differs can be said.
    DIFFERENT("different"),
    NOT_COMPARABLE("not comparable");

    private final String label;

    Verdict(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /// The comparison again within each group of rows that have the same value in a column.
  ///
  /// @param gaps for each metric and variant, the groups that lie furthest apart
  public record Slicing(String column, List<Slice> slices, List<Gap> gaps) {
    public Slicing {
      slices = List.copyOf(slices);
      gaps = List.copyOf(gaps);
    }
  }

  /// One group of rows.
  public record Slice(
      String value, long rows, List<Summary> summaries, List<Difference> differences) {
    public Slice {
      summaries = List.copyOf(summaries);
      differences = List.copyOf(differences);
    }
  }

  /// The largest gap between two groups of a slicing.
  ///
  /// @param flagged whether it is larger than chance explains
  public record Gap(
      String variant,
      String metric,
      String best,
      String worst,
      Estimate difference,
      boolean flagged,
      String words) {}

  /// How a comparison that may stop early went.
  ///
  /// @param planned rows it would have taken without stopping
  /// @param used rows it took
  public record Sequential(long planned, long used, String reason, List<Step> steps) {
    public Sequential {
      steps = List.copyOf(steps);
    }
  }

  /// Where the interval of the deciding metric stood after some rows.
  public record Step(long rows, String variant, String metric, Estimate difference) {}
}
