package io.promptflow4j.evaluators.metric.labels;

import io.promptflow4j.evaluators.metric.PrecisionRecall;
import io.promptflow4j.evaluators.metric.Score;
import io.promptflow4j.evaluators.metric.Score.Scored;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.function.Function;

/// How often each expected label got each predicted one, and the scores of it; all agree with
/// scikit-learn's of the same name (`zero_division=0`).
///
/// `counts` maps the expected label to the predicted one to how many lines; both in the order of
/// the labels, none left out.
public record ConfusionMatrix(SequencedMap<String, SequencedMap<String, Integer>> counts) {

  /// One line: the right label and the given one.
  public record Line(String expected, String predicted) {}

  public ConfusionMatrix {
    counts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(counts));
  }

  public static ConfusionMatrix of(List<Line> lines) {
    var labels = new TreeSet<String>();
    lines.forEach(line -> Collections.addAll(labels, line.expected(), line.predicted()));
    var counts = new LinkedHashMap<String, SequencedMap<String, Integer>>();
    for (String label : labels) {
      var row = new LinkedHashMap<String, Integer>();
      labels.forEach(other -> row.put(other, 0));
      counts.put(label, row);
    }
    lines.forEach(line -> row(counts, line.expected()).merge(line.predicted(), 1, Integer::sum));
    counts.replaceAll((_, row) -> Collections.unmodifiableSequencedMap(row));
    return new ConfusionMatrix(counts);
  }

  private static SequencedMap<String, Integer> row(
      Map<String, SequencedMap<String, Integer>> counts, String expected) {
    return counts.getOrDefault(expected, new LinkedHashMap<>());
  }

  public List<String> labels() {
    return List.copyOf(counts.keySet());
  }

  public int count(String expected, String predicted) {
    return row(counts, expected).getOrDefault(predicted, 0);
  }

  /// Share of right lines, from 0 to 1, higher is better.
  public Score accuracy() {
    return total() == 0
        ? Score.notScored("there are no lines")
        : Score.of((double) right() / total());
  }

  /// Mean recall over the labels that were expected at least once, from 0 to 1.
  public Score balancedAccuracy() {
    return labels().stream()
        .filter(label -> expected(label) > 0)
        .mapToDouble(label -> (double) count(label, label) / expected(label))
        .boxed()
        .reduce(Double::sum)
        .map(sum -> Score.of(sum / labels().stream().filter(l -> expected(l) > 0).count()))
        .orElse(Score.notScored("there are no lines"));
  }

  /// Precision, recall and F1 of one label. Precision is not scored if it was never predicted,
  /// recall if it was never expected, F1 if neither.
  public PrecisionRecall of(String label) {
    double right = count(label, label);
    long predicted = predicted(label);
    long expected = expected(label);
    return new PrecisionRecall(
        predicted == 0 ? Score.notScored("never predicted") : Score.of(right / predicted),
        expected == 0 ? Score.notScored("never expected") : Score.of(right / expected),
        predicted + expected == 0
            ? Score.notScored("neither predicted nor expected")
            : Score.of(2 * right / (predicted + expected)));
  }

  /// Over all decisions together; with one label a line all three equal accuracy.
  public PrecisionRecall micro() {
    return PrecisionRecall.of(right(), total(), total());
  }

  /// The plain mean over the labels; what is not scored for a label counts as 0.
  public PrecisionRecall macro() {
    return mean(_ -> 1.0);
  }

  /// The mean over the labels, each weighted by how often it was expected.
  public PrecisionRecall weighted() {
    return mean(label -> (double) expected(label));
  }

  private PrecisionRecall mean(Function<String, Double> weight) {
    if (total() == 0) {
      return PrecisionRecall.notScored("there are no lines");
    }
    return new PrecisionRecall(
        mean(weight, PrecisionRecall::precision),
        mean(weight, PrecisionRecall::recall),
        mean(weight, PrecisionRecall::f1));
  }

  private Score mean(Function<String, Double> weight, Function<PrecisionRecall, Score> part) {
    double sum = 0;
    double weights = 0;
    for (String label : labels()) {
      weights += weight.apply(label);
      if (part.apply(of(label)) instanceof Scored(double value)) {
        sum += weight.apply(label) * value;
      }
    }
    return Score.of(sum / weights);
  }

  /// Matthews' correlation in Gorodkin's form for several labels: from −1 to 1, 0 is chance, higher
  /// is better. Not scored if only one label was expected or only one predicted.
  public Score matthews() {
    double total = total();
    double products = 0;
    double predictedSquares = 0;
    double expectedSquares = 0;
    for (String label : labels()) {
      double predicted = predicted(label);
      double expected = expected(label);
      products += predicted * expected;
      predictedSquares += predicted * predicted;
      expectedSquares += expected * expected;
    }
    double spread = (total * total - predictedSquares) * (total * total - expectedSquares);
    return spread == 0
        ? Score.notScored("all lines have one label")
        : Score.of((right() * total - products) / Math.sqrt(spread));
  }

  private long total() {
    return labels().stream().mapToLong(this::expected).sum();
  }

  private long right() {
    return labels().stream().mapToLong(label -> count(label, label)).sum();
  }

  private long expected(String label) {
    return row(counts, label).values().stream().mapToLong(Integer::longValue).sum();
  }

  private long predicted(String label) {
    return counts.values().stream().mapToLong(row -> row.getOrDefault(label, 0)).sum();
  }
}
