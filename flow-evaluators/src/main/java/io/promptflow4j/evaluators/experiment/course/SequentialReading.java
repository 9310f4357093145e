package io.promptflow4j.evaluators.experiment.course;

import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.Comparison.Cost;
import io.promptflow4j.evaluators.comparison.Comparison.Difference;
import io.promptflow4j.evaluators.comparison.Comparison.Verdict;
import io.promptflow4j.evaluators.comparison.decide.Outlook;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// Where an experiment that may stop stands, for all variants and metrics.
public final class SequentialReading {

  private static final String WHY =
      "the rows were looked at while they came in, which other tests do not allow";

  private static final long FIRST = 10;

  private final SequentialDesign design;
  private final List<SequentialPair> pairs;

  SequentialReading(SequentialDesign design, List<SequentialPair> pairs) {
    this.design = design;
    this.pairs = List.copyOf(pairs);
  }

  /// What is looked at.
  public SequentialDesign design() {
    return design;
  }

  /// Whether further rows can say no more.
  public boolean isDecided() {
    List<SequentialPair> all = awaited();
    return !all.isEmpty() && all.stream().allMatch(SequentialPair::isDecided);
  }

  /// The row after which all was decided, by its place in the order; 0 if it is not.
  public long decidedAfter() {
    return isDecided()
        ? awaited().stream().mapToLong(pair -> pair.decidedAfter().orElse(0)).max().orElse(0)
        : 0;
  }

  /// How many more rows it takes at least until all is decided, whatever they say; a few if it is
  /// not known yet what will be measured.
  public long rowsAhead() {
    return awaited().stream().mapToLong(SequentialPair::rowsAhead).max().orElse(FIRST);
  }

  private List<SequentialPair> awaited() {
    List<SequentialPair> awaited = pairs.stream().filter(SequentialPair::isAwaited).toList();
    return awaited.isEmpty() ? pairs : awaited;
  }

  /// Where the intervals stand after some rows.
  public List<Comparison.Step> steps(long rows) {
    return pairs.stream()
        .flatMap(pair ->
            pair.estimate().stream()
                .map(found ->
                    new Comparison.Step(rows, pair.variant(), pair.metric().name(), found)))
        .toList();
  }

  /// The differences with what holds at whatever row one stops, in place of what holds for a number
  /// of rows that was fixed before.
  ///
  /// @param perRow what one more row of a variant and the baseline costs, if that is known
  public List<Difference> on(List<Difference> fixed, Function<String, Optional<Cost>> perRow) {
    return fixed.stream()
        .map(one -> find(one).map(pair -> replaced(one, pair, perRow)).orElse(one))
        .toList();
  }

  private Optional<SequentialPair> find(Difference one) {
    return pairs.stream()
        .filter(pair ->
            pair.variant().equals(one.variant()) && pair.metric().name().equals(one.metric()))
        .findFirst();
  }

  private Difference replaced(
      Difference one, SequentialPair pair, Function<String, Optional<Cost>> perRow) {
    Verdict verdict = one.rows() == 0 ? Verdict.NOT_COMPARABLE : pair.verdict();
    Optional<Outlook> outlook =
        verdict == Verdict.TOO_FEW_ROWS
            ? Optional.of(pair.outlook(design.settings().power(), perRow.apply(pair.variant())))
            : Optional.empty();
    return new Difference(
        one.variant(),
        one.metric(),
        one.rows(),
        pair.estimate(),
        pair.test(),
        WHY,
        Optional.empty(),
        Optional.empty(),
        one.effect(),
        one.wins(),
        one.ties(),
        one.losses(),
        verdict,
        words(one, pair, verdict) + outlook.map(found -> " " + found.sentence()).orElse(""),
        outlook.flatMap(Outlook::needed),
        outlook.flatMap(Outlook::cost));
  }

  private static String seen(Difference one, SequentialPair pair) {
    return pair.estimate()
        .map(found ->
            String.format(
                Locale.ROOT, "%+.3g (%+.3g to %+.3g)", found.value(), found.low(), found.high()))
        .orElse(
            one.wins() + one.losses() == 0
                ? "they are alike in every row"
                : "there are too few to say where the difference lies");
  }

  private String words(Difference one, SequentialPair pair, Verdict verdict) {
    String seen = seen(one, pair);
    return switch (verdict) {
      case BETTER, WORSE, DIFFERENT ->
          "%s: %s is %s than %s: %s, decided after %d rows."
              .formatted(
                  one.metric(),
                  one.variant(),
                  verdict == Verdict.DIFFERENT ? "other" : verdict.label(),
                  design.baseline(),
                  seen,
                  one.rows());
      case EQUIVALENT ->
          "%s: %s and %s are equivalent: %s, and a difference of %s was ruled out after %d rows."
              .formatted(
                  one.metric(),
                  one.variant(),
                  design.baseline(),
                  seen,
                  String.format(Locale.ROOT, "%.3g", pair.margin()),
                  one.rows());
      case TOO_FEW_ROWS ->
          "%s: %d rows can't tell %s and %s apart: %s."
              .formatted(one.metric(), one.rows(), one.variant(), design.baseline(), seen);
      case NOT_COMPARABLE -> one.words();
    };
  }
}
