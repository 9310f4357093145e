package io.promptflow4j.evaluators.experiment.prepare;

import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.engine.RunSpec;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.evaluators.experiment.Arm;
import io.promptflow4j.evaluators.experiment.scoring.Scoring;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An experiment that was checked and can begin.
///
/// @param name what its runs are named after
/// @param data what the rows come from, for people
/// @param rows how many rows the data has, each counted once however often it is repeated
/// @param brief the arms whose rows lack the time of what they share with the first
public record Prepared(
    String name,
    String title,
    String data,
    long rows,
    int repeats,
    List<Candidate> candidates,
    String baseline,
    List<Scoring> scorings,
    List<String> remarks,
    Set<String> brief) {

  public Prepared {
    candidates = List.copyOf(candidates);
    scorings = List.copyOf(scorings);
    remarks = List.copyOf(remarks);
    brief = Set.copyOf(brief);
  }

  /// One of the things compared.
  public sealed interface Candidate {

    Arm arm();

    /// One that has to be run.
    record ToRun(Arm arm, RunSpec spec) implements Candidate {}

    /// One that was run.
    ///
    /// @param data its rows, if evaluators may read them
    /// @param evaluations the runs that evaluated it, by the label of the evaluator
    record Done(Arm arm, Run run, Optional<DataSource> data, Map<String, Run> evaluations)
        implements Candidate {
      public Done {
        evaluations = Map.copyOf(evaluations);
      }
    }
  }
}
