package io.promptflow4j.evaluators.experiment.course;

import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.run.progress.BatchProgress;
import java.util.HashMap;
import java.util.Map;

/// Adds up what the runs of an experiment have taken: the calls that were made now, not those on
/// record. Owned by the thread that conducts it.
public final class Spending {

  private final Map<String, TokenUsage> byModel = new HashMap<>();
  private long calls;

  /// Nothing was spent.
  public Spending() {}

  /// Takes a run that has come to its end.
  public void add(BatchProgress end) {
    calls += end.calls();
    end.usage().forEach((model, usage) -> byModel.merge(model, usage, TokenUsage::plus));
  }

  public long calls() {
    return calls;
  }

  public Map<String, TokenUsage> byModel() {
    return Map.copyOf(byModel);
  }
}
