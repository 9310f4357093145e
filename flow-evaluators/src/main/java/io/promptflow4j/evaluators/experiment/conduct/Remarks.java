package io.promptflow4j.evaluators.experiment.conduct;

import io.promptflow4j.core.run.RunProgress;
import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.Comparison.Metric;
import io.promptflow4j.evaluators.comparison.Comparison.Variant;
import io.promptflow4j.evaluators.experiment.ExperimentSpec;
import io.promptflow4j.evaluators.experiment.gather.ArmResult;
import io.promptflow4j.evaluators.experiment.prepare.Prepared;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What people should know when they read the figures.
final class Remarks {

  private static final double NOTICEABLE = 0.1;
  private static final double MOSTLY = 0.6;

  private final ExperimentSpec spec;
  private final Prepared prepared;

  Remarks(ExperimentSpec spec, Prepared prepared) {
    this.spec = spec;
    this.prepared = prepared;
  }

  /// @param results the runs in which rows were run for the first time
  List<String> of(List<ArmResult> results, List<Variant> variants, List<Metric> metrics) {
    var remarks = new ArrayList<>(prepared.remarks());
    failures(variants, remarks);
    recalled(results, remarks);
    directions(metrics, remarks);
    prices(variants, remarks);
    if (prepared.scorings().isEmpty()) {
      remarks.add("Nothing was measured: no evaluator was given.");
    }
    return remarks;
  }

  private static void failures(List<Variant> variants, List<String> remarks) {
    for (Variant variant : variants) {
      if (variant.failed() > 0) {
        remarks.add(
            "%d rows of %s failed and have no score; they are missing in every figure."
                .formatted(variant.failed(), variant.name()));
      }
    }
  }

  private void recalled(List<ArmResult> results, List<String> remarks) {
    var byArm = new LinkedHashMap<String, List<RunProgress>>();
    results.forEach(result ->
        byArm
            .computeIfAbsent(result.arm().name(), _ -> new ArrayList<>())
            .add(result.run().progress()));
    String names =
        byArm.entrySet().stream()
            .filter(arm -> recalled(arm.getValue()))
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
    if (!names.isEmpty()) {
      remarks.add(
          "Calls of %s were found on record instead of being made, so the latency says little."
              .formatted(names));
    }
  }

  /// Whether so many calls were recalled that it shows in the latency. Runs side by side find what
  /// they share on record when the other has it; who comes second waits for it all the same.
  boolean recalled(List<RunProgress> runs) {
    boolean together = spec.stopWhenDecided() || spec.budget().isPresent();
    long calls = runs.stream().mapToLong(RunProgress::calls).sum();
    long recalled = runs.stream().mapToLong(RunProgress::recalled).sum();
    return recalled > (together ? MOSTLY : NOTICEABLE) * (calls + recalled);
  }

  private static void directions(List<Metric> metrics, List<String> remarks) {
    String unknown =
        metrics.stream()
            .filter(metric -> metric.direction() == Metric.Direction.NONE)
            .map(Metric::name)
            .collect(Collectors.joining(", "));
    if (!unknown.isEmpty()) {
      remarks.add(
          "Which way is better is not known for %s; say it with --higher or --lower."
              .formatted(unknown));
    }
  }

  private void prices(List<Comparison.Variant> variants, List<String> remarks) {
    if (!spec.prices().isEmpty()
        && variants.stream().anyMatch(variant -> variant.cost().isEmpty())) {
      remarks.add("The price of a model that answered is not known, so neither is the cost.");
    }
  }
}
