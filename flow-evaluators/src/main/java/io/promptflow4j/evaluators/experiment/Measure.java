package io.promptflow4j.evaluators.experiment;

import io.promptflow4j.core.value.Value;

/// An evaluator somebody asked for.
///
/// @param flow the folder of an evaluation flow, or `builtin:NAME`
/// @param mapping inputs that are not to be found by their names: `${run.outputs.x}`, `${data.x}`,
///   `${run.inputs.x}` or a constant
public record Measure(String flow, Value.Mapping mapping) {

  /// An evaluator whose inputs are found by their names.
  public static Measure of(String flow) {
    return new Measure(flow, Value.Mapping.EMPTY);
  }
}
