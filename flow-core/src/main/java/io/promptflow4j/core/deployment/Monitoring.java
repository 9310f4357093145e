package io.promptflow4j.core.deployment;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// How the answers of a deployment are watched while it is served.
///
/// @param rate the share of answers that is looked at, from 0 to 1
/// @param evaluators what scores them: `builtin:NAME`, or a folder, absolute
/// @param mapping where inputs of evaluators come from, by name; by their own names else
/// @param approvedOn the named data set that the version was approved on, with which inputs and
///   outputs are compared
/// @param window how many answers count at a time, the newest
public record Monitoring(
    double rate,
    List<String> evaluators,
    SortedMap<String, String> mapping,
    Optional<String> approvedOn,
    int window) {

  /// How many answers count if nobody says it.
  public static final int USUAL_WINDOW = 500;

  /// Nothing is watched.
  public static final Monitoring NOTHING =
      new Monitoring(0, List.of(), new TreeMap<>(), Optional.empty(), USUAL_WINDOW);

  public Monitoring {
    evaluators = List.copyOf(evaluators);
    mapping = Collections.unmodifiableSortedMap(new TreeMap<>(mapping));
  }

  /// Whether there is anything to do.
  public boolean isActive() {
    return rate > 0 && (!evaluators.isEmpty() || approvedOn.isPresent());
  }
}
