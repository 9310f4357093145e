package io.promptflow4j.evaluators.experiment;

import io.promptflow4j.core.engine.RunSpec;
import io.promptflow4j.core.run.RunName;
import java.util.List;

/// What is compared.
public sealed interface Subject {

  /// Variants of a flow on the same data.
  ///
  /// @param run flow, data, mapping, repeats and all else but the variants
  record Variants(RunSpec run, List<Arm> arms) implements Subject {
    public Variants {
      arms = List.copyOf(arms);
    }
  }

  /// Runs that are there already.
  record Finished(List<RunName> runs) implements Subject {
    public Finished {
      runs = List.copyOf(runs);
    }
  }
}
