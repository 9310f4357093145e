package io.promptflow4j.evaluators.statistics.sequential;

import io.promptflow4j.evaluators.statistics.Arguments;
import io.promptflow4j.evaluators.statistics.Interval;
import java.util.OptionalDouble;

/// Compares two variants row by row, may stop at any row, and needs no bounds of the differences.
///
/// Where two variants do the same, the difference of a row is as often above 0 as below, by the
/// same amounts. For such differences D, `exp(λD − λ²D²/2)` is expected to be at most 1 whatever
/// their size (de la Peña 1999, Annals of Probability 27:1), so its product over the rows, averaged
/// over λ with normal weights, ever reaches `1 / alpha` with a chance of at most alpha. The weights
/// may depend on how large differences are, not on their signs; the first rows set them. Nothing is
/// assumed of the distribution: not its spread, not even that it has one.
///
/// The interval holds exactly if differences are symmetric around their centre, and nearly for
/// others if rows are many; for rare and large differences in one direction it is too short.
///
/// Rows must come in an order that has nothing to do with their outcome; repeats of a row are
/// averaged first. Memory is constant. Not safe for use by several threads at once.
public final class UnboundedComparison {

  /// Rows before which nothing is said, and which set the weights.
  private static final int FIRST = 20;

  /// The number of rows at which the interval is as short as it can be.
  private static final double TUNED_FOR = 100;

  private static final int STEPS = 60;

  private final OptionalDouble margin;
  private final double alpha;
  private final double missRate;
  private int rows;
  private double sum;
  private double squares;
  private double weight;
  private Decision decision = Decision.UNDECIDED;

  /// Starts a comparison without rows.
  ///
  /// @param margin the smallest difference that matters; without one, nothing is ever equivalent
  /// @param alpha how often "better" or "worse" may be said when there is no difference
  /// @param missRate how often "equivalent" may be said when the difference is as large as the
  ///   margin
  public UnboundedComparison(OptionalDouble margin, double alpha, double missRate) {
    margin.ifPresent(value -> Arguments.positive("margin", value));
    this.margin = margin;
    this.alpha = Arguments.share("alpha", alpha);
    this.missRate = Arguments.share("missRate", missRate);
  }

  /// Takes the difference of one more row, candidate minus baseline, and says what is decided.
  public Decision add(double difference) {
    Arguments.finite("difference", difference);
    rows++;
    sum += difference;
    squares += difference * difference;
    if (weight == 0 && rows >= FIRST && squares > 0) {
      double twice = -2 * Math.log(alpha);
      weight = (twice + Math.log(twice) + 1) / (TUNED_FOR * squares / rows);
    }
    if (decision == Decision.UNDECIDED && weight > 0) {
      decision = decide();
    }
    return decision;
  }

  /// How many more rows it takes at least until something is decided; 0 once it is.
  public int rowsAhead() {
    return decision == Decision.UNDECIDED ? Math.max(1, FIRST - rows) : 0;
  }

  /// Where things stand; the interval has no ends as long as there are too few rows.
  public SequentialState state() {
    double mean = rows == 0 ? 0 : sum / rows;
    return new SequentialState(
        rows,
        mean,
        new Interval(end(mean, -1), end(mean, 1), 1 - alpha),
        decision,
        decision != Decision.UNDECIDED);
  }

  private Decision decide() {
    if (isAgainst(0, alpha)) {
      return sum > 0 ? Decision.BETTER : Decision.WORSE;
    }
    double mean = sum / rows;
    boolean alike =
        margin.isPresent()
            && Math.abs(mean) < margin.getAsDouble()
            && isAgainst(margin.getAsDouble(), missRate)
            && isAgainst(-margin.getAsDouble(), missRate);
    return alike ? Decision.EQUIVALENT : Decision.UNDECIDED;
  }

  /// Whether the rows speak against `centre` being the true difference.
  private boolean isAgainst(double centre, double errorRate) {
    double away = sum - rows * centre;
    double spread = Math.max(0, squares - 2 * centre * sum + rows * centre * centre);
    double growth = 1 + weight * spread;
    double evidence = weight * away * away / (2 * growth) - Math.log(growth) / 2;
    return evidence >= -Math.log(errorRate);
  }

  /// The end of the interval in one direction: first a point that is ruled out, then by halves.
  private double end(double mean, int direction) {
    if (weight == 0) {
      return direction * Double.POSITIVE_INFINITY;
    }
    double step = Math.sqrt(squares) / rows;
    for (int i = 0; i < STEPS; i++, step *= 1.5) {
      if (isAgainst(mean + direction * step, alpha)) {
        return mean + direction * halved(mean, direction, step);
      }
    }
    return direction * Double.POSITIVE_INFINITY;
  }

  private double halved(double mean, int direction, double ruledOut) {
    double inside = 0;
    double outside = ruledOut;
    for (int i = 0; i < STEPS; i++) {
      double middle = (inside + outside) / 2;
      if (isAgainst(mean + direction * middle, alpha)) {
        outside = middle;
      } else {
        inside = middle;
      }
    }
    return outside;
  }
}
