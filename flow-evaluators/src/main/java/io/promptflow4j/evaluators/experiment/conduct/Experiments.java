package io.promptflow4j.evaluators.experiment.conduct;

import io.promptflow4j.core.engine.FlowRuns;
import io.promptflow4j.core.engine.RunHost;
import io.promptflow4j.core.engine.RunSpec;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.evaluation.registry.Evaluators;
import io.promptflow4j.evaluators.experiment.ExperimentListener;
import io.promptflow4j.evaluators.experiment.ExperimentRefusedException;
import io.promptflow4j.evaluators.experiment.ExperimentSpec;
import io.promptflow4j.evaluators.experiment.ExperimentStoppedException;
import io.promptflow4j.evaluators.experiment.gather.ArmResult;
import io.promptflow4j.evaluators.experiment.prepare.Preparation;
import io.promptflow4j.evaluators.experiment.prepare.Prepared;
import java.util.ArrayList;
import java.util.List;

/// Conducts experiments: runs the variants of a flow that have not been run, evaluates them and
/// says which is better.
///
/// ```java
/// var experiments = new Experiments(new FlowRuns(store, host), host, evaluators);
/// Comparison found = experiments.run(spec, ExperimentListener.SILENT);
/// ```
///
/// Runs of a flow share their calls, so what variants have in common is asked once for each row,
/// and an experiment that is made again after an edit makes only the calls that are new.
/// Thread-safe.
public final class Experiments {

  private final FlowRuns runs;
  private final RunHost host;
  private final Evaluators evaluators;

  /// @param host has to find the folders of built-in evaluators: `withFlows(evaluators::folder)`
  public Experiments(FlowRuns runs, RunHost host, Evaluators evaluators) {
    this.runs = runs;
    this.host = host;
    this.evaluators = evaluators;
  }

  /// Conducts an experiment.
  ///
  /// @throws ExperimentRefusedException with all mistakes, before anything is run
  /// @throws ExperimentStoppedException if one of its runs was canceled or failed as a whole
  public Comparison run(ExperimentSpec spec, ExperimentListener listener) {
    Prepared prepared = new Preparation(runs, host, evaluators).of(spec);
    var making = new ArmRuns(runs, prepared.name(), prepared.scorings(), listener);
    var conclusion = new Conclusion(runs.store(), host.clock(), spec, prepared);
    return spec.stopWhenDecided() || spec.budget().isPresent()
        ? new BlockCourse(spec, prepared, making, conclusion, runs.store()).run()
        : conclusion.of(whole(prepared, making));
  }

  /// Finds all mistakes of an experiment without conducting it; warnings only if there are errors.
  public List<Diagnostic> check(ExperimentSpec spec) {
    try {
      Prepared _ = new Preparation(runs, host, evaluators).of(spec);
      return List.of();
    } catch (ExperimentRefusedException mistakes) {
      return mistakes.diagnostics();
    }
  }

  /// All rows of all candidates.
  private static List<ArmResult> whole(Prepared prepared, ArmRuns making) {
    var results = new ArrayList<ArmResult>();
    for (Prepared.Candidate candidate : prepared.candidates()) {
      results.add(
          switch (candidate) {
            case Prepared.Candidate.ToRun toRun ->
                making.run(toRun, toRun.spec(), Extent.Whole.WHOLE);
            case Prepared.Candidate.Done done ->
                making.evaluate(done, RunSpec.of(done.run().plan().flow()), Extent.Whole.WHOLE);
          });
    }
    return results;
  }
}
