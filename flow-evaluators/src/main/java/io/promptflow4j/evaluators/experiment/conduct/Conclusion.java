package io.promptflow4j.evaluators.experiment.conduct;

import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.evaluators.comparison.ComparedRow;
import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.Comparison.Difference;
import io.promptflow4j.evaluators.comparison.Comparison.Metric;
import io.promptflow4j.evaluators.comparison.decide.Decision;
import io.promptflow4j.evaluators.comparison.decide.ScoreSheet;
import io.promptflow4j.evaluators.experiment.ExperimentSpec;
import io.promptflow4j.evaluators.experiment.gather.ArmResult;
import io.promptflow4j.evaluators.experiment.gather.Gathering;
import io.promptflow4j.evaluators.experiment.prepare.Prepared;
import io.promptflow4j.evaluators.experiment.scoring.Observed;
import io.promptflow4j.evaluators.experiment.scoring.ScoreOutput;
import io.promptflow4j.evaluators.experiment.scoring.Scoring;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes the comparison of what arms came to.
final class Conclusion {

  private static final String ALL = "*";

  private final RunStore store;
  private final InstantSource clock;
  private final ExperimentSpec spec;
  private final Prepared prepared;

  Conclusion(RunStore store, InstantSource clock, ExperimentSpec spec, Prepared prepared) {
    this.store = store;
    this.clock = clock;
    this.spec = spec;
    this.prepared = prepared;
  }

  Comparison of(List<ArmResult> results) {
    Gathering gathering = gather(results);
    List<Metric> metrics = metrics(gathering);
    List<ComparedRow> rows = gathering.rows(metrics.stream().map(Metric::name).toList());
    var scores = new ScoreSheet();
    rows.forEach(scores::add);
    var decision =
        new Decision(gathering.variants(), metrics, prepared.baseline(), spec.settings());
    List<Difference> differences = decision.differences(scores);
    return new Comparison(
        prepared.title(),
        clock.instant(),
        prepared.data(),
        rows.size(),
        spec.settings(),
        prepared.baseline(),
        gathering.variants(),
        metrics,
        decision.summaries(scores),
        differences,
        spec.by().stream().map(column -> decision.slicing(column, rows, scores)).toList(),
        rows,
        decision.verdict(differences),
        Optional.empty(),
        remarks(results, gathering, metrics));
  }

  private Gathering gather(List<ArmResult> results) {
    var gathering = new Gathering(store, prepared.scorings(), spec.prices(), spec.traces());
    results.forEach(gathering::add);
    return gathering;
  }

  /// The metrics that evaluators declare, and of the other outputs those that gave numbers.
  private List<Metric> metrics(Gathering gathering) {
    var metrics = new ArrayList<Metric>();
    for (Scoring scoring : prepared.scorings()) {
      for (ScoreOutput output : scoring.outputs()) {
        Observed values = gathering.observed(output.metric());
        if (output.declared() || !values.isEmpty()) {
          metrics.add(
              output.metric(
                  scoring.written(),
                  values,
                  Optional.ofNullable(spec.directions().get(output.metric())),
                  margin(output.metric())));
        }
      }
    }
    return metrics;
  }

  private double margin(String metric) {
    return spec.margins().getOrDefault(metric, spec.margins().getOrDefault(ALL, 0.0));
  }

  private List<String> remarks(List<ArmResult> results, Gathering gathering, List<Metric> metrics) {
    return new Remarks(spec, prepared).of(results, gathering.variants(), metrics);
  }
}
