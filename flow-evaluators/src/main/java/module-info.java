/// Metrics, evaluation flows and honest comparisons.
module io.promptflow4j.evaluators {
  requires static transitive org.jspecify;
  requires transitive io.promptflow4j.core;
  requires com.networknt.schema;
  requires hipparchus.core;
  requires hipparchus.stat;
  requires java.xml;
  requires jtokkit;
  requires net.sf.jsqlparser;

  exports io.promptflow4j.evaluators.comparison;
  exports io.promptflow4j.evaluators.comparison.decide;
  exports io.promptflow4j.evaluators.comparison.report;
  exports io.promptflow4j.evaluators.evaluation;
  exports io.promptflow4j.evaluators.evaluation.declaration;
  exports io.promptflow4j.evaluators.evaluation.registry;
  exports io.promptflow4j.evaluators.experiment;
  exports io.promptflow4j.evaluators.experiment.choice;
  exports io.promptflow4j.evaluators.experiment.conduct;
  exports io.promptflow4j.evaluators.metric;
  exports io.promptflow4j.evaluators.metric.calls;
  exports io.promptflow4j.evaluators.metric.instruction;
  exports io.promptflow4j.evaluators.metric.labels;
  exports io.promptflow4j.evaluators.metric.matching;
  exports io.promptflow4j.evaluators.metric.overlap;
  exports io.promptflow4j.evaluators.metric.privacy;
  exports io.promptflow4j.evaluators.metric.ranking;
  exports io.promptflow4j.evaluators.metric.text;
  exports io.promptflow4j.evaluators.metric.validity;
  exports io.promptflow4j.evaluators.metric.vectors;
  exports io.promptflow4j.evaluators.statistics;
  exports io.promptflow4j.evaluators.statistics.agreement;
  exports io.promptflow4j.evaluators.statistics.choice;
  exports io.promptflow4j.evaluators.statistics.correlation;
  exports io.promptflow4j.evaluators.statistics.decision;
  exports io.promptflow4j.evaluators.statistics.describe;
  exports io.promptflow4j.evaluators.metric.drift;
  exports io.promptflow4j.evaluators.statistics.independent;
  exports io.promptflow4j.evaluators.statistics.paired;
  exports io.promptflow4j.evaluators.statistics.planning;
  exports io.promptflow4j.evaluators.statistics.sequential;

  provides io.promptflow4j.core.tool.ToolPackage with
      io.promptflow4j.evaluators.evaluation.judging.JudgingTools,
      io.promptflow4j.evaluators.evaluation.tool.EvaluatorTools;
}
