package io.promptflow4j.evaluators.experiment.conduct;

import java.util.Optional;

/// Which part of an experiment's rows a run of it has.
sealed interface Extent {

  /// All rows, in one go.
  enum Whole implements Extent {
    WHOLE
  }

  /// The rows of one block.
  record Block(long from, long to) implements Extent {}

  /// The rows of all blocks that were run, which are run again from the calls on record.
  record Blocks(long rows) implements Extent {}

  /// What tells the runs of an arm apart.
  default String[] named(String arm) {
    return switch (this) {
      case Whole.WHOLE -> new String[] {arm};
      case Block(long from, long to) -> new String[] {arm, "rows", from + 1 + "-" + to};
      case Blocks(long rows) -> new String[] {arm, rows + "_rows"};
    };
  }

  /// How many rows have been run after it, if it is a block.
  default Optional<Long> block() {
    return this instanceof Block(_, long to) ? Optional.of(to) : Optional.empty();
  }

  /// Whether its rows are run twice.
  default boolean again() {
    return this != Whole.WHOLE;
  }
}
