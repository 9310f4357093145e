package io.promptflow4j.core.dataset.selection;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// One part of a split, such as `train` of `train=0.8,test=0.2`.
///
/// What a row says (or its id, if there is an id column) and the seed decide which part it is in,
/// so equal rows are in the same part and rows that are added later move no others. The parts come
/// close to their fractions, not exactly.
///
/// @param part the part that is wanted
/// @param fractions by part, each above 0 and at most 1 together
public record Split(String part, SequencedMap<String, Double> fractions, long seed) {

  private static final double TOLERANCE = 1e-9;

  public Split {
    fractions = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fractions));
    double sum = fractions.values().stream().mapToDouble(Double::doubleValue).sum();
    if (fractions.values().stream().anyMatch(fraction -> !(fraction > 0))
        || !(sum <= 1 + TOLERANCE)) {
      throw new IllegalArgumentException(
          "the fractions of a split are above 0 and at most 1 together, not %s"
              .formatted(fractions));
    }
    if (!fractions.containsKey(part)) {
      throw new IllegalArgumentException(
          "the split has the parts %s, not '%s'".formatted(fractions.keySet(), part));
    }
  }

  /// Reads `train=0.8,test=0.2`.
  ///
  /// @throws IllegalArgumentException if the text does not say that, or names no part `part`
  public static Split parse(String part, String fractions, long seed) {
    var parts = new LinkedHashMap<String, Double>();
    for (String one : fractions.split(",", -1)) {
      int equals = one.indexOf('=');
      Optional<Double> fraction = equals < 1 ? Optional.empty() : number(one.substring(equals + 1));
      if (fraction.isEmpty()
          || parts.put(one.substring(0, equals).strip(), fraction.get()) != null) {
        throw new IllegalArgumentException(
            "'%s' is not a split; write train=0.8,test=0.2".formatted(fractions));
      }
    }
    return new Split(part, parts, seed);
  }

  private static Optional<Double> number(String text) {
    try {
      return Optional.of(Double.parseDouble(text.strip()));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /// Whether a row with this hash (any number, evenly spread) is in the part.
  boolean holds(long hash) {
    double at = (hash >>> 11) * 0x1.0p-53;
    double from = 0;
    for (Map.Entry<String, Double> fraction : fractions.entrySet()) {
      double to = from + fraction.getValue();
      if (fraction.getKey().equals(part)) {
        return at >= from && (at < to || to > 1 - TOLERANCE);
      }
      from = to;
    }
    return false;
  }
}
