package io.promptflow4j.evaluators.experiment;

/// How much an experiment may take. Rows are run in blocks, and none is begun that would exceed it.
public sealed interface Budget {

  /// So many rows of the data.
  record Rows(long most) implements Budget {}

  /// So many model calls, those of evaluators included; calls on record are free.
  record Calls(long most) implements Budget {}

  /// So much money, as the prices say.
  record Money(double most) implements Budget {}
}
