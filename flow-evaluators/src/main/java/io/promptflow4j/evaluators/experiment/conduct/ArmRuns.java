package io.promptflow4j.evaluators.experiment.conduct;

import io.promptflow4j.core.engine.FlowRuns;
import io.promptflow4j.core.engine.RunSpec;
import io.promptflow4j.core.execution.cache.CacheSettings;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunLabels;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.compute.RunPlace;
import io.promptflow4j.core.run.progress.BatchProgress;
import io.promptflow4j.core.run.progress.RunListener;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.evaluators.experiment.ExperimentListener;
import io.promptflow4j.evaluators.experiment.ExperimentListener.Step;
import io.promptflow4j.evaluators.experiment.ExperimentRefusedException;
import io.promptflow4j.evaluators.experiment.ExperimentStoppedException;
import io.promptflow4j.evaluators.experiment.course.Spending;
import io.promptflow4j.evaluators.experiment.gather.ArmResult;
import io.promptflow4j.evaluators.experiment.prepare.ExperimentNames;
import io.promptflow4j.evaluators.experiment.prepare.Prepared;
import io.promptflow4j.evaluators.experiment.scoring.Scoring;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Makes the runs of an experiment: those of its arms, and over each of them those of the
/// evaluators. A run that is there under its name already is gone on with.
final class ArmRuns {

  private final FlowRuns runs;
  private final String experiment;
  private final List<Scoring> scorings;
  private final ExperimentListener listener;
  private final Spending spending = new Spending();

  ArmRuns(FlowRuns runs, String experiment, List<Scoring> scorings, ExperimentListener listener) {
    this.runs = runs;
    this.experiment = experiment;
    this.scorings = scorings;
    this.listener = listener;
  }

  /// Runs an arm on the rows that `spec` has, and evaluates it.
  ///
  /// @throws ExperimentStoppedException if a run does not come to its end
  ArmResult run(Prepared.Candidate.ToRun candidate, RunSpec spec, Extent extent) {
    String arm = candidate.arm().name();
    Run run =
        ended(
            ExperimentNames.run(experiment, extent.named(arm)),
            kept(spec, extent, arm),
            new Step(arm, Optional.empty(), extent.block()));
    var done = new Prepared.Candidate.Done(candidate.arm(), run, spec.data(), Map.of());
    return evaluate(done, spec, extent);
  }

  /// Rows that are run again at the end must find their calls, even if none is to be shared with
  /// other arms or other experiments.
  private RunSpec kept(RunSpec spec, Extent extent, String... of) {
    return spec.scope().isPresent() || !extent.again()
        ? spec
        : spec.withScope(ExperimentNames.run(experiment, of).value());
  }

  /// Evaluates a run, as far as that has not been done.
  ArmResult evaluate(Prepared.Candidate.Done done, RunSpec how, Extent extent) {
    var evaluations = new LinkedHashMap<>(done.evaluations());
    if (done.run().progress().completed() > 0) {
      for (Scoring scoring : scorings) {
        if (!evaluations.containsKey(scoring.label())) {
          evaluations.put(scoring.label(), evaluate(scoring, done, how, extent));
        }
      }
    }
    return new ArmResult(done.arm(), done.run(), evaluations);
  }

  private Run evaluate(Scoring scoring, Prepared.Candidate.Done done, RunSpec how, Extent extent) {
    RunName of = done.run().name();
    RunSpec plain =
        scoring
            .over(of, done.data())
            .withSettings(RunPlace.with(CacheSettings.only(how.settings()), how.settings()))
            .withLabels(labels(scoring, done));
    RunSpec scoped =
        kept(
            ExperimentNames.scoped(plain, scoring.flow()),
            extent,
            done.arm().name(),
            scoring.label());
    RunSpec limited = how.concurrency().map(scoped::withConcurrency).orElse(scoped);
    return ended(
        evaluationName(of, scoring),
        limited,
        new Step(done.arm().name(), Optional.of(scoring.label()), extent.block()));
  }

  /// Runs that were there before are evaluated anew by each experiment; calls on record are free.
  private RunName evaluationName(RunName of, Scoring scoring) {
    return of.value().startsWith(experiment + "_")
        ? ExperimentNames.run(of.value(), scoring.label())
        : ExperimentNames.run(experiment, of.value(), scoring.label());
  }

  private RunLabels labels(Scoring scoring, Prepared.Candidate.Done done) {
    var tags = new LinkedHashMap<String, String>();
    tags.put("variant", done.arm().name());
    tags.put("evaluator", scoring.label());
    return new RunLabels("", "", tags, new LinkedHashMap<>(), Optional.of(experiment));
  }

  private Run ended(RunName name, RunSpec spec, Step step) {
    var watching = new Watching(listener, step);
    listener.begins(step);
    Optional<Run> before = runs.store().find(name);
    before.ifPresent(known -> checkIsSame(known, spec));
    Run run =
        before.isPresent() ? runs.resume(name, watching) : runs.run(spec.withName(name), watching);
    if (run.status() != RunStatus.COMPLETED) {
      throw new ExperimentStoppedException(experiment, run);
    }
    watching.last().ifPresent(spending::add);
    listener.ended(step, run);
    return run;
  }

  /// A name can be used again only for the same.
  private static void checkIsSame(Run known, RunSpec spec) {
    boolean same =
        known.plan().variants().equals(spec.how().variants())
            && known.plan().columnMapping().entries().equals(spec.mapping().entries())
            && known.plan().repeats() == spec.repeats()
            && known.plan().over().equals(spec.over());
    if (!same) {
      throw new ExperimentRefusedException(
          List.of(
              Diagnostic.error(
                  "name-taken",
                  Place.startOf("experiment"),
                  "there is a run '%s' that was made in another way; choose another --name."
                      .formatted(known.name()))),
          Optional.empty());
    }
  }

  /// What all runs have taken.
  Spending spending() {
    return spending;
  }

  /// Passes on how a run comes along and keeps the last of it.
  private static final class Watching implements RunListener {
    private final ExperimentListener listener;
    private final Step step;
    private final AtomicReference<@Nullable BatchProgress> last = new AtomicReference<>();

    Watching(ExperimentListener listener, Step step) {
      this.listener = listener;
      this.step = step;
    }

    @Override
    public void progress(BatchProgress progress) {
      last.set(progress);
      listener.progress(step, progress);
    }

    Optional<BatchProgress> last() {
      return Optional.ofNullable(last.get());
    }
  }
}
