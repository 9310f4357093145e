/// Metrics, evaluation flows and honest comparisons.
module io.promptflow4j.evaluators {
  requires static transitive org.jspecify;
  requires hipparchus.core;
  requires hipparchus.stat;

  exports io.promptflow4j.evaluators.statistics;
  exports io.promptflow4j.evaluators.statistics.agreement;
  exports io.promptflow4j.evaluators.statistics.choice;
  exports io.promptflow4j.evaluators.statistics.correlation;
  exports io.promptflow4j.evaluators.statistics.decision;
  exports io.promptflow4j.evaluators.statistics.describe;
  exports io.promptflow4j.evaluators.statistics.paired;
  exports io.promptflow4j.evaluators.statistics.planning;
  exports io.promptflow4j.evaluators.statistics.sequential;
}
