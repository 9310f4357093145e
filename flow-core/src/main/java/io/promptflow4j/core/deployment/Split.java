package io.promptflow4j.core.deployment;

import io.promptflow4j.core.source.Suggestion;
import java.util.SortedMap;
import java.util.TreeMap;

/// Percentages by deployment.
public final class Split {

  private static final int ALL = 100;

  private Split() {}

  /// Everything to one.
  public static SortedMap<String, Integer> all(String deployment) {
    var split = new TreeMap<String, Integer>();
    split.put(deployment, ALL);
    return split;
  }

  /// Reads `blue=90 green=10`; commas separate as well as blanks.
  ///
  /// @throws IllegalArgumentException if something in it is no percentage
  public static SortedMap<String, Integer> read(String written) {
    var split = new TreeMap<String, Integer>();
    for (String one : written.strip().split("[\\s,]+", -1)) {
      if (one.isEmpty()) {
        continue;
      }
      int equals = one.indexOf('=');
      String percent = equals < 1 ? "" : one.substring(equals + 1);
      if (!percent.matches("\\d{1,3}") || Integer.parseInt(percent) > ALL) {
        throw new IllegalArgumentException(
            "'%s' is not DEPLOYMENT=PERCENT with a whole number from 0 to 100".formatted(one));
      }
      split.put(one.substring(0, equals), Integer.valueOf(percent));
    }
    return split;
  }

  /// As [#read] takes it.
  public static String write(SortedMap<String, Integer> split) {
    return String.join(
        " ", split.entrySet().stream().map(one -> one.getKey() + "=" + one.getValue()).toList());
  }

  /// The split without those that get nothing.
  ///
  /// @throws EndpointException if it names a deployment that is not there, or does not add up
  static SortedMap<String, Integer> checked(
      Endpoint endpoint, String what, SortedMap<String, Integer> split) {
    var kept = new TreeMap<String, Integer>();
    int sum = 0;
    for (var one : split.entrySet()) {
      mustHave(endpoint, one.getKey());
      sum += one.getValue();
      if (one.getValue() > 0) {
        kept.put(one.getKey(), one.getValue());
      }
    }
    if (what.equals("traffic") && sum != 0 && sum != ALL) {
      throw new EndpointException(
          "bad-traffic",
          "the traffic of endpoint '%s' adds up to %d %%; it has to be 100, or 0 to stop it"
              .formatted(endpoint.name(), sum));
    }
    return kept;
  }

  static void mustHave(Endpoint endpoint, String deployment) {
    if (endpoint.deployment(deployment).isEmpty()) {
      throw new EndpointException(
          "no-such-deployment",
          "endpoint '%s' has no deployment '%s'.%s"
              .formatted(
                  endpoint.name(),
                  deployment,
                  Suggestion.didYouMean(deployment, endpoint.deployments().keySet())));
    }
  }
}
