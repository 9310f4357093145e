package io.promptflow4j.evaluators.metric.vectors;

import io.promptflow4j.evaluators.metric.Score;
import java.util.List;
import java.util.function.DoubleSupplier;

/// How close two embeddings are. Not scored if they are empty, differ in length or hold something
/// that is no finite number.
public final class VectorSimilarity {

  private VectorSimilarity() {}

  /// a·b / (|a| |b|): from −1 to 1, higher is closer; not scored for a vector of zeros.
  public static Score cosine(List<Double> some, List<Double> other) {
    double norms = norm(some) * norm(other);
    return norms == 0
        ? Score.notScored("a vector has no direction")
        : checked(
            some,
            other,
            () -> Math.clamp(scaledProduct(some, norm(some), other, norm(other)), -1, 1));
  }

  /// a·b: any number, higher is closer; comparable only among vectors of one length.
  public static Score dotProduct(List<Double> some, List<Double> other) {
    return checked(some, other, () -> scaledProduct(some, 1, other, 1));
  }

  /// |a − b|: from 0, lower is closer.
  public static Score euclideanDistance(List<Double> some, List<Double> other) {
    return checked(some, other, () -> distance(some, other));
  }

  /// 1 / (1 + |a − b|): above 0 to 1, higher is closer.
  public static Score euclideanSimilarity(List<Double> some, List<Double> other) {
    return checked(some, other, () -> 1 / (1 + distance(some, other)));
  }

  private static Score checked(List<Double> some, List<Double> other, DoubleSupplier similarity) {
    if (some.isEmpty() || some.size() != other.size()) {
      return Score.notScored(
          "the vectors have %d and %d numbers".formatted(some.size(), other.size()));
    }
    double value = similarity.getAsDouble();
    return Double.isFinite(value)
        ? Score.of(value)
        : Score.notScored("a vector holds something that is no finite number, or is too large");
  }

  private static double scaledProduct(
      List<Double> some, double someScale, List<Double> other, double otherScale) {
    double sum = 0;
    for (int i = 0; i < some.size(); i++) {
      sum += some.get(i) / someScale * (other.get(i) / otherScale);
    }
    return sum;
  }

  private static double norm(List<Double> vector) {
    double norm = 0;
    for (double number : vector) {
      norm = Math.hypot(norm, number);
    }
    return norm;
  }

  private static double distance(List<Double> some, List<Double> other) {
    double distance = 0;
    for (int i = 0; i < some.size(); i++) {
      distance = Math.hypot(distance, some.get(i) - other.get(i));
    }
    return distance;
  }
}
