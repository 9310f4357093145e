package io.promptflow4j.cli.workspace;

import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.run.access.AccessStore;
import io.promptflow4j.core.run.store.RunStores;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;

/// Who may call the servers of the workspace that somebody at `terminal` means.
public final class OpenAccess {

  private OpenAccess() {}

  /// Opens it.
  ///
  /// @throws CommandFailure if the environment names something that is no store
  public static AccessStore of(Terminal terminal) {
    try {
      return RunStores.openAccess(terminal.path(Path.of("")), terminal.environment());
    } catch (IllegalArgumentException wrong) {
      throw new CommandFailure("bad-store", String.valueOf(wrong.getMessage()), wrong);
    }
  }

  /// Does something with it.
  public static <T> T with(Terminal terminal, Function<AccessStore, T> work) {
    try (AccessStore store = of(terminal)) {
      return work.apply(store);
    }
  }

  /// Who is at work, for the record.
  public static String who(Terminal terminal) {
    return terminal
        .variable("USER")
        .or(() -> terminal.variable("USERNAME"))
        .orElse(System.getProperty("user.name", "unknown"));
  }

  /// The time, as the store keeps it.
  public static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }
}
