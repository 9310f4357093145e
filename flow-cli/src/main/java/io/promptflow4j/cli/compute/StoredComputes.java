package io.promptflow4j.cli.compute;

import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.run.compute.target.ComputeTarget;
import io.promptflow4j.core.run.compute.target.ComputeTargets;
import io.promptflow4j.core.run.store.Workspace;
import io.promptflow4j.core.source.Suggestion;
import java.nio.file.Path;

/// The computes of the workspace that somebody at a terminal means.
public final class StoredComputes {

  private static final String FOLDER = "compute";

  private StoredComputes() {}

  /// Those of the current folder's workspace.
  public static ComputeTargets of(Terminal terminal) {
    Workspace workspace = Workspace.find(terminal.path(Path.of("")), terminal.environment());
    return new ComputeTargets(workspace.folder().resolve(FOLDER));
  }

  /// @throws CommandFailure if there is none of that name
  static ComputeTarget find(String name, Terminal terminal) {
    ComputeTargets targets = of(terminal);
    return targets
        .find(name)
        .orElseThrow(() ->
            new CommandFailure(
                "no-such-compute",
                "there is no compute '%s'.%s"
                    .formatted(
                        Printable.line(name), Suggestion.didYouMean(name, targets.names()))));
  }
}
