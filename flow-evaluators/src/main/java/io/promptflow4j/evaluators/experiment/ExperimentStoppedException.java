package io.promptflow4j.evaluators.experiment;

import io.promptflow4j.core.run.Run;

/// A run of an experiment did not come to its end: it was canceled, or it failed as a whole. What
/// is finished is kept; the same experiment under the same name goes on there.
public final class ExperimentStoppedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String experiment;
  private final transient Run run;

  public ExperimentStoppedException(String experiment, Run run) {
    super(
        "run '%s' is %s%s"
            .formatted(
                run.name(),
                run.status().label(),
                run.progress().error().map(why -> ": " + why).orElse("")));
    this.experiment = experiment;
    this.run = run;
  }

  /// The name under which it can go on.
  public String experiment() {
    return experiment;
  }

  public Run run() {
    return run;
  }
}
