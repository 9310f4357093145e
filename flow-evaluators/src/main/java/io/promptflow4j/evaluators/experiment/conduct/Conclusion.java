package io.promptflow4j.evaluators.experiment.conduct;

import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.evaluators.comparison.ComparedRow;
import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.Comparison.Difference;
import io.promptflow4j.evaluators.comparison.Comparison.Metric;
import io.promptflow4j.evaluators.comparison.decide.Decision;
import io.promptflow4j.evaluators.comparison.decide.ScoreSheet;
import io.promptflow4j.evaluators.experiment.ExperimentSpec;
import io.promptflow4j.evaluators.experiment.course.SequentialReading;
import io.promptflow4j.evaluators.experiment.gather.ArmResult;
import io.promptflow4j.evaluators.experiment.gather.FirstTimes;
import io.promptflow4j.evaluators.experiment.gather.Gathering;
import io.promptflow4j.evaluators.experiment.prepare.Prepared;
import io.promptflow4j.evaluators.experiment.scoring.Observed;
import io.promptflow4j.evaluators.experiment.scoring.ScoreOutput;
import io.promptflow4j.evaluators.experiment.scoring.Scoring;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Makes the comparison of what arms came to.
final class Conclusion {

  private static final String ALL = "*";

  private final RunStore store;
  private final InstantSource clock;
  private final ExperimentSpec spec;
  private final Prepared prepared;
  private final FirstTimes times = new FirstTimes();

  Conclusion(RunStore store, InstantSource clock, ExperimentSpec spec, Prepared prepared) {
    this.store = store;
    this.clock = clock;
    this.spec = spec;
    this.prepared = prepared;
  }

  /// What arms came to, in figures.
  ///
  /// @param rows with the scores of those metrics
  record Scored(List<Comparison.Variant> variants, List<Metric> metrics, List<ComparedRow> rows) {}

  /// Reads what arms come to, and hears how long rows take at first.
  ///
  /// @param traces on how many rows the traces are read as well
  Gathering gathering(int traces) {
    var remarks = new Remarks(spec, prepared);
    return new Gathering(
        store,
        prepared.scorings(),
        spec.prices(),
        traces,
        times,
        result ->
            prepared.brief().contains(result.arm().name())
                || remarks.recalled(List.of(result.run().progress())));
  }

  /// What was read, in figures.
  Scored score(Gathering gathering) {
    List<Metric> metrics = metrics(gathering);
    return new Scored(
        gathering.variants(), metrics, gathering.rows(metrics.stream().map(Metric::name).toList()));
  }

  /// The comparison of arms that were run on all rows.
  Comparison of(List<ArmResult> results) {
    return of(results, results, Optional.empty(), Optional.empty());
  }

  /// The comparison of arms.
  ///
  /// @param first the runs in which rows were run for the first time, as far as they are not
  ///   `results`
  /// @param reading what holds in place of the usual tests, if the rows were looked at early
  Comparison of(
      List<ArmResult> results,
      List<ArmResult> first,
      Optional<SequentialReading> reading,
      Optional<Comparison.Sequential> course) {
    Gathering gathering = gathering(spec.traces());
    results.forEach(gathering::add);
    Scored scored = score(gathering);
    var scores = new ScoreSheet();
    scored.rows().forEach(scores::add);
    var decision =
        new Decision(
            scored.variants(),
            scored.metrics(),
            prepared.baseline(),
            scored.rows().size(),
            spec.settings());
    Function<ScoreSheet, List<Difference>> compare =
        sheet ->
            reading
                .map(one ->
                    one.design().read(sheet).on(decision.differences(sheet), decision::perRow))
                .orElseGet(() -> decision.differences(sheet));
    List<Difference> differences = compare.apply(scores);
    return new Comparison(
        prepared.title(),
        clock.instant(),
        prepared.data(),
        scored.rows().size(),
        spec.settings(),
        prepared.baseline(),
        scored.variants(),
        scored.metrics(),
        decision.summaries(scores),
        differences,
        spec.by().stream()
            .map(column -> decision.slicing(column, scored.rows(), scores, compare))
            .toList(),
        scored.rows(),
        decision.verdict(differences),
        course,
        new Remarks(spec, prepared).of(first, scored.variants(), scored.metrics()));
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
                  scoring.flow(),
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
}
