package io.promptflow4j.evaluators.metric.drift;

import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.statistics.Quantiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How the values of a field were spread when a version was approved. Immutable.
///
/// Values that hardly differ are bins of their own, and one bin has all others. Numbers fall into
/// tenths of the approved ones; texts by the number of their characters, lists by that of their
/// items. A value that is missing has a bin of its own.
public final class FieldProfile {

  private static final int MISSING = 0;
  private static final int MOST_CATEGORIES = 20;
  private static final int TENTHS = 10;

  private final Map<String, Integer> categories;
  private final double[] edges;
  private final long[] counts;

  private FieldProfile(Map<String, Integer> categories, double[] edges, List<Value> values) {
    this.categories = categories;
    this.edges = edges;
    this.counts = new long[bins()];
    values.forEach(value -> counts[bin(value)]++);
  }

  /// The profile of the approved values.
  public static FieldProfile of(List<Value> values) {
    var categories = new LinkedHashMap<String, Integer>();
    for (Value value : values) {
      if (value != Value.Null.NULL) {
        int next = categories.size() + 1;
        categories.putIfAbsent(name(value), next);
      }
    }
    boolean isCategorical =
        categories.size() <= MOST_CATEGORIES && categories.size() * 5 <= values.size();
    return isCategorical
        ? new FieldProfile(categories, new double[0], values)
        : new FieldProfile(Map.of(), edges(values), values);
  }

  private static String name(Value value) {
    return PythonText.repr(value);
  }

  /// The nine numbers between the tenths, without those that are the same.
  private static double[] edges(List<Value> values) {
    double[] sorted =
        values.stream()
            .flatMap(value -> size(value).stream())
            .mapToDouble(Double::doubleValue)
            .sorted()
            .toArray();
    var edges = new ArrayList<Double>();
    for (int i = 1; i < TENTHS && sorted.length > 0; i++) {
      double edge = Quantiles.ofSorted(sorted, i / (double) TENTHS);
      if (edges.isEmpty() || edge > edges.getLast()) {
        edges.add(edge);
      }
    }
    return edges.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /// What is counted of a value; nothing if it has no size.
  private static Optional<Double> size(Value value) {
    return switch (value) {
      case Value.Whole(var whole) -> Optional.of(whole.doubleValue());
      case Value.Decimal(var decimal) ->
          Double.isNaN(decimal) ? Optional.empty() : Optional.of(decimal);
      case Value.Text(var text) -> Optional.of((double) text.codePointCount(0, text.length()));
      case Value.Sequence(var items) -> Optional.of((double) items.size());
      case Value.Mapping mapping -> Optional.of((double) mapping.entries().size());
      case Value.Bool truth -> Optional.of(truth == Value.Bool.TRUE ? 1.0 : 0.0);
      case Value.Image _, Value.Null _ -> Optional.empty();
    };
  }

  /// How many bins there are: one for what is missing, one for what was not there before.
  public int bins() {
    return categories.isEmpty() ? edges.length + 2 : categories.size() + 2;
  }

  /// The bin of a value.
  public int bin(@Nullable Value value) {
    if (value == null || value == Value.Null.NULL) {
      return MISSING;
    }
    if (!categories.isEmpty()) {
      return categories.getOrDefault(name(value), categories.size() + 1);
    }
    return size(value).map(this::tenth).orElse(MISSING);
  }

  private int tenth(double number) {
    int found = Arrays.binarySearch(edges, number);
    return 1 + (found >= 0 ? found : -found - 1);
  }

  /// How many approved values there were.
  public long size() {
    return Arrays.stream(counts).sum();
  }

  /// How far other values are from the approved ones.
  ///
  /// @param actual how many of them fall into each bin
  /// @throws IllegalArgumentException if there are none
  public StabilityIndex compare(long[] actual) {
    return StabilityIndex.of(counts, actual);
  }
}
