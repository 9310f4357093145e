package io.promptflow4j.evaluators.experiment.gather;

import io.promptflow4j.core.run.Run;
import io.promptflow4j.evaluators.experiment.Arm;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// An arm that was run and evaluated.
///
/// @param evaluations the run of each evaluator, by its label
public record ArmResult(Arm arm, Run run, SequencedMap<String, Run> evaluations) {

  public ArmResult {
    evaluations = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(evaluations));
  }
}
