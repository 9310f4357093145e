package io.promptflow4j.bench;

/// Shows by simulation that intervals cover, that tests err as seldom as they say, and that
/// stopping early does both and saves rows. Prints Markdown tables.
///
/// `StatisticsProof [repeats]`, 10,000 unless told; seeds are fixed, so that equal repeats print
/// equal tables.
public final class StatisticsProof {

  private StatisticsProof() {}

  /// Prints the tables.
  public static void main(String[] arguments) {
    int repeats = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
    new IntervalCoverage(repeats).print();
    new TestErrors(repeats).print();
    new SequentialRows(repeats).print();
  }
}
