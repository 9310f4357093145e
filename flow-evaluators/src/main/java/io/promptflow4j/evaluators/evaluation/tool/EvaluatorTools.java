package io.promptflow4j.evaluators.evaluation.tool;

import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolPackage;
import java.util.List;
import java.util.stream.Stream;

/// The tools of evaluation flows, found by [java.util.ServiceLoader] wherever this module is.
///
/// Ids start with `promptflow4j.judge.`, `promptflow4j.scores.` and `promptflow4j.metrics.`.
public final class EvaluatorTools implements ToolPackage {

  /// Makes the package.
  public EvaluatorTools() {}

  @Override
  public List<Tool> tools() {
    return Stream.of(JudgeTools.all(), ScoreTools.all(), MetricTools.all())
        .flatMap(List::stream)
        .toList();
  }
}
