package io.promptflow4j.evaluators.experiment.conduct;

import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.dataset.mapping.ColumnMapping;
import io.promptflow4j.core.engine.FlowRuns;
import io.promptflow4j.core.engine.RunSpec;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunLabels;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.progress.BatchProgress;
import io.promptflow4j.core.run.progress.RunListener;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.evaluators.experiment.ExperimentListener;
import io.promptflow4j.evaluators.experiment.ExperimentListener.Step;
import io.promptflow4j.evaluators.experiment.ExperimentStoppedException;
import io.promptflow4j.evaluators.experiment.gather.ArmResult;
import io.promptflow4j.evaluators.experiment.prepare.ExperimentNames;
import io.promptflow4j.evaluators.experiment.prepare.Prepared;
import io.promptflow4j.evaluators.experiment.scoring.Scoring;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes the runs of an experiment: those of its arms, and over each of them those of the
/// evaluators. A run that is there under its name already is gone on with.
final class ArmRuns {

  private final FlowRuns runs;
  private final String experiment;
  private final List<Scoring> scorings;
  private final ExperimentListener listener;

  ArmRuns(FlowRuns runs, String experiment, List<Scoring> scorings, ExperimentListener listener) {
    this.runs = runs;
    this.experiment = experiment;
    this.scorings = scorings;
    this.listener = listener;
  }

  /// Runs an arm on the rows that `spec` has, and evaluates it.
  ///
  /// @param rows how many rows that are, if they are not all
  /// @throws ExperimentStoppedException if a run does not come to its end
  ArmResult run(Prepared.Candidate.ToRun candidate, RunSpec spec, Optional<Long> rows) {
    String[] suffix =
        rows.map(count -> new String[] {candidate.arm().name(), count + "_rows"})
            .orElse(new String[] {candidate.arm().name()});
    Run run =
        ended(
            ExperimentNames.run(experiment, suffix),
            spec,
            new Step(candidate.arm().name(), Optional.empty(), rows));
    var done = new Prepared.Candidate.Done(candidate.arm(), run, spec.data(), Map.of());
    return evaluate(done, spec, rows);
  }

  /// Evaluates a run, as far as that has not been done.
  ArmResult evaluate(Prepared.Candidate.Done done, RunSpec how, Optional<Long> rows) {
    var evaluations = new LinkedHashMap<>(done.evaluations());
    if (done.run().progress().completed() > 0) {
      for (Scoring scoring : scorings) {
        if (!evaluations.containsKey(scoring.label())) {
          evaluations.put(scoring.label(), evaluate(scoring, done, how, rows));
        }
      }
    }
    return new ArmResult(done.arm(), done.run(), evaluations);
  }

  private Run evaluate(
      Scoring scoring, Prepared.Candidate.Done done, RunSpec how, Optional<Long> rows) {
    RunName of = done.run().name();
    RunSpec plain =
        RunSpec.of(scoring.written())
            .withHow(scoring.how())
            .withOver(of)
            .withParent(of)
            .withMapping(ColumnMapping.of(scoring.mapping(), Place.startOf("column mapping")))
            .withScope(ExperimentNames.scope(scoring.written()))
            .withLabels(labels(scoring, done));
    RunSpec limited = how.concurrency().map(plain::withConcurrency).orElse(plain);
    Optional<DataSource> data = scoring.reads("data") ? done.data() : Optional.empty();
    return ended(
        ExperimentNames.run(of.value(), scoring.label()),
        data.map(limited::withData).orElse(limited),
        new Step(done.arm().name(), Optional.of(scoring.label()), rows));
  }

  private RunLabels labels(Scoring scoring, Prepared.Candidate.Done done) {
    var tags = new LinkedHashMap<String, String>();
    tags.put("variant", done.arm().name());
    tags.put("evaluator", scoring.label());
    return new RunLabels("", "", tags, new LinkedHashMap<>(), Optional.of(experiment));
  }

  private Run ended(RunName name, RunSpec spec, Step step) {
    RunListener watching = (BatchProgress progress) -> listener.progress(step, progress);
    Run run =
        runs.store().find(name).isPresent()
            ? runs.resume(name, watching)
            : runs.run(spec.withName(name), watching);
    if (run.status() != RunStatus.COMPLETED) {
      throw new ExperimentStoppedException(experiment, run);
    }
    listener.ended(step, run);
    return run;
  }
}
