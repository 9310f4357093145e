package io.promptflow4j.evaluators.experiment.scoring;

import java.util.List;

/// What an evaluator can read.
///
/// @param inputs of the flow that is compared
/// @param outputs of the flow that is compared
/// @param columns of the data
public record SubjectFacts(List<String> inputs, List<String> outputs, List<String> columns) {

  public SubjectFacts {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    columns = List.copyOf(columns);
  }
}
