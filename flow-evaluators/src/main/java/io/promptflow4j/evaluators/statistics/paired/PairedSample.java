package io.promptflow4j.evaluators.statistics.paired;

import io.promptflow4j.evaluators.statistics.Arguments;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// The scores of two variants on the same rows.
///
/// Differences are candidate minus baseline, rounded to twelve digits below the largest score, so
/// that 0.3 − 0.2 and 0.2 − 0.1 are the tie that their author meant.
public final class PairedSample {

  private static final int DIGITS = 12;

  private final double[] baseline;
  private final double[] candidate;
  private final double[] differences;

  private PairedSample(double[] baseline, double[] candidate) {
    this.baseline = baseline;
    this.candidate = candidate;
    this.differences = subtract(candidate, baseline);
  }

  /// One score of each variant for each row, in the same order.
  public static PairedSample of(double[] baseline, double[] candidate) {
    Arguments.sameLength("baseline", baseline.length, "candidate", candidate.length);
    return new PairedSample(
        Arguments.finite("baseline", baseline), Arguments.finite("candidate", candidate));
  }

  /// Several scores for each row, averaged by row first: repeats make a row's score more exact, but
  /// they are no further rows.
  public static PairedSample byRow(List<String> rows, double[] baseline, double[] candidate) {
    Arguments.sameLength("rows", rows.size(), "baseline", baseline.length);
    PairedSample all = of(baseline, candidate);
    var places = new LinkedHashMap<String, List<Integer>>();
    for (int i = 0; i < rows.size(); i++) {
      places.computeIfAbsent(rows.get(i), _ -> new ArrayList<>()).add(i);
    }
    return new PairedSample(
        places.values().stream().mapToDouble(row -> mean(row, all.baseline)).toArray(),
        places.values().stream().mapToDouble(row -> mean(row, all.candidate)).toArray());
  }

  /// How many rows there are.
  public int size() {
    return differences.length;
  }

  /// A copy of the baseline's scores.
  public double[] baseline() {
    return baseline.clone();
  }

  /// A copy of the candidate's scores.
  public double[] candidate() {
    return candidate.clone();
  }

  /// A copy of the differences, candidate minus baseline.
  public double[] differences() {
    return differences.clone();
  }

  /// The counts of right and wrong, if all scores are 0 or 1.
  public Optional<BinaryPairs> asBinary() {
    if (!isBinary(baseline) || !isBinary(candidate)) {
      return Optional.empty();
    }
    var counts = new int[4];
    for (int i = 0; i < size(); i++) {
      counts[(baseline[i] == 1 ? 2 : 0) + (candidate[i] == 1 ? 1 : 0)]++;
    }
    return Optional.of(new BinaryPairs(counts[3], counts[2], counts[1], counts[0]));
  }

  private static boolean isBinary(double[] scores) {
    return Arrays.stream(scores).allMatch(score -> score == 0 || score == 1);
  }

  private static double mean(List<Integer> places, double[] values) {
    return places.stream().mapToDouble(place -> values[place]).average().orElseThrow();
  }

  private static double[] subtract(double[] candidate, double[] baseline) {
    double largest = 0;
    for (int i = 0; i < baseline.length; i++) {
      largest = Math.max(largest, Math.max(Math.abs(baseline[i]), Math.abs(candidate[i])));
    }
    int places = largest == 0 ? 0 : DIGITS - (int) Math.ceil(Math.log10(largest));
    var differences = new double[baseline.length];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = rounded(candidate[i] - baseline[i], places);
    }
    return differences;
  }

  private static double rounded(double difference, int places) {
    if (!Double.isFinite(difference)) {
      throw new IllegalArgumentException("the scores are too large to subtract");
    }
    return BigDecimal.valueOf(difference).setScale(places, RoundingMode.HALF_EVEN).doubleValue();
  }
}
