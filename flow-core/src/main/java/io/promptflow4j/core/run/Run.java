package io.promptflow4j.core.run;

import io.promptflow4j.core.source.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// One run, as the store knows it.
///
/// @param parent the run this one was made for: the run an evaluation scores, or the comparison's
/// @param resumedFrom the run whose finished rows this one took over
/// @param started when a process first began it
/// @param ended when it came to its end the last time
public record Run(
    RunName name,
    RunLabels labels,
    RunPlan plan,
    Pinned pinned,
    RunStatus status,
    RunProgress progress,
    Optional<RunName> parent,
    Optional<RunName> resumedFrom,
    Instant created,
    Optional<Instant> started,
    Optional<Instant> ended,
    boolean archived) {

  /// The setting of a plan that says which run folder a run was taken over from.
  public static final String SOURCE = "source";

  /// The artefact with what the aggregation nodes came to: their results, metrics and traces.
  public static final String AGGREGATION = "aggregation.json";

  /// The artefact with the models that the nodes call and their prices on the day it was made.
  public static final String MODELS = "models.json";

  /// How long processes worked on it, the time between them left out; of a run that was taken over
  /// from a run folder the time from its start to its end.
  public Duration worked() {
    return plan.settings().get(SOURCE) == null
        ? progress.worked()
        : started
            .flatMap(start -> ended.map(end -> Duration.between(start, end)))
            .orElse(Duration.ZERO);
  }

  /// What a run was made from, so that it can be told whether that is still the same.
  ///
  /// @param flow digest of the snapshot of the flow folder
  /// @param code digest of those of its files that tools may run or read: all but the flow file and
  ///   the prompts
  /// @param data digest of the rows, if the run has a data set of its own
  /// @param gitCommit the commit of the repository the flow stands in
  /// @param gitDirty whether files of the flow folder differ from that commit
  /// @param engine the version of Promptflow4j
  /// @param machine Java, operating system and, if known, the Python interpreter, in one line
  public record Pinned(
      Digest flow,
      Digest code,
      Optional<Digest> data,
      Optional<String> gitCommit,
      boolean gitDirty,
      String engine,
      String machine) {}
}
