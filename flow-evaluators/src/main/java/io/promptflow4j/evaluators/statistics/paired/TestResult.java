package io.promptflow4j.evaluators.statistics.paired;

import io.promptflow4j.evaluators.statistics.Arguments;

/// What a test came to. The statistic's meaning is the test's; the p-value is two-sided.
public record TestResult(PairedTest test, double statistic, double pValue) {

  public TestResult {
    Arguments.probability("pValue", pValue);
  }
}
