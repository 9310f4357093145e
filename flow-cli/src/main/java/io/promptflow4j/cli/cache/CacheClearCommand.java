package io.promptflow4j.cli.cache;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Keyboard;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.cli.workspace.OpenWorkspace;
import io.promptflow4j.core.execution.cache.AnswerCache;
import io.promptflow4j.core.execution.cache.CacheSettings;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf cache clear`: removes answers; runs keep what is theirs.
@Command(
    name = "clear",
    description = "Remove the answers that the workspace keeps. Runs keep their own record.")
public final class CacheClearCommand implements Callable<Integer> {

  private static final String REMOVED = "removed";

  /// A little in the future, so that what is kept just now goes too.
  private static final Duration SOON = Duration.ofDays(1);

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--older-than",
      paramLabel = "TIME",
      description = "Only answers that are older, such as 12h or 30d.")
  private @Nullable String age;

  @Option(
      names = "--node",
      paramLabel = "NODE",
      description = "Only answers to nodes of this name.")
  private @Nullable String node;

  @Option(
      names = {"-y", "--yes", "--assume-yes"},
      description = "Don't ask whether it is meant.")
  private boolean yes;

  private final Terminal terminal;

  public CacheClearCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Instant before = before();
    return new Reply(terminal, common)
        .tell(
            () -> clear(before), cleared -> "%d answers are removed.".formatted(removed(cleared)));
  }

  private static long removed(Value cleared) {
    return cleared instanceof Value.Mapping told
            && told.get(REMOVED) instanceof Value.Whole(var number)
        ? number.longValue()
        : 0;
  }

  private Instant before() {
    if (age == null) {
      return Instant.now().plus(SOON);
    }
    try {
      return Instant.now().minus(CacheSettings.time(age));
    } catch (IllegalArgumentException none) {
      throw new UsageFailure("--older-than: " + none.getMessage());
    }
  }

  private Value clear(Instant before) {
    try (var workspace = OpenWorkspace.of(terminal)) {
      AnswerCache cache = workspace.store().answers();
      boolean all = age == null && node == null;
      String question =
          all
              ? "Remove all %d answers?".formatted(cache.content().answers())
              : "Remove these answers?";
      if (!yes && !new Keyboard(terminal).isMeant(question)) {
        throw new CommandFailure("not-cleared", "nothing was removed");
      }
      return new Fields().put(REMOVED, cache.clear(before, Optional.ofNullable(node))).end();
    }
  }
}
