package io.promptflow4j.cli.run;

import io.promptflow4j.cli.progress.Interruption;
import io.promptflow4j.cli.progress.LogLine;
import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.report.run.RowJson;
import io.promptflow4j.cli.report.run.RunSummary;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Style;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.Terminal.Stream;
import io.promptflow4j.core.run.RowKey;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.RowResult.Status;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStore.LogEntry;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Watches a run that another process may be working on, until it is over or the person has seen
/// enough. Owned by one thread.
final class Following {

  private static final Duration LOOK = Duration.ofMillis(300);
  private static final int AT_ONCE = 1_000;

  /// How many looks in a row have to find no owner: a run that was just made has none yet.
  private static final int LOOKS_ALONE = 5;

  private final Terminal terminal;
  private final CommonOptions common;
  private final RunStore store;
  private final RunName name;
  private final CountDownLatch never = new CountDownLatch(1);

  Following(Terminal terminal, CommonOptions common, RunStore store, RunName name) {
    this.terminal = terminal;
    this.common = common;
    this.store = store;
    this.name = name;
  }

  /// Shows rows as they end, those that have ended first.
  int rows(boolean onlyFailed) {
    Set<RowKey> seen = new HashSet<>();
    return until(() -> {
      newRows(Status.FAILED, seen);
      if (!onlyFailed) {
        newRows(Status.COMPLETED, seen);
      }
    });
  }

  /// Shows the log.
  int log() {
    Style style = terminal.style(Stream.ERR);
    var position = new Position();
    return until(() -> {
      for (List<LogEntry> lines = more(position); !lines.isEmpty(); lines = more(position)) {
        lines.forEach(entry -> terminal.tell(LogLine.of(entry.line(), style)));
        position.after = lines.getLast().position();
      }
    });
  }

  private static final class Position {
    private long after;
  }

  private List<LogEntry> more(Position position) {
    return store.log(name, position.after, AT_ONCE);
  }

  private int until(Runnable show) {
    try (var interruption = Interruption.quiet()) {
      for (int alone = 0; ; ) {
        boolean over = isOver();
        show.run();
        if (over) {
          return ExitCode.OK;
        }
        alone = store.isOwned(name) ? 0 : alone + 1;
        if (alone == LOOKS_ALONE) {
          store.find(name).map(RunSummary::abandoned).orElse(List.of()).forEach(terminal::tell);
          return ExitCode.FAILURE;
        }
        if (interruption.isAsked() || never.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
          return ExitCode.INTERRUPTED;
        }
      }
    } catch (InterruptedException _) {
      return ExitCode.INTERRUPTED;
    }
  }

  private boolean isOver() {
    RunStatus status = store.find(name).map(Run::status).orElse(RunStatus.CANCELED);
    return status != RunStatus.RUNNING && status != RunStatus.NOT_STARTED;
  }

  private void newRows(Status status, Set<RowKey> seen) {
    List<RowKey> fresh;
    try (var ended = store.ended(name, status)) {
      fresh = ended.filter(key -> !seen.contains(key)).toList();
    }
    for (RowKey key : fresh) {
      store.row(name, key).ifPresent(this::show);
      seen.add(key);
    }
  }

  private void show(RowResult row) {
    if (common.isJson()) {
      terminal.printLine(StrictJson.write(RowJson.of(row)));
      return;
    }
    String repeat = row.key().repeat() > 0 ? "." + row.key().repeat() : "";
    String shown =
        switch (row.status()) {
          case COMPLETED -> StrictJson.write(row.outputs());
          case FAILED -> "(Failed) " + row.error().map(error -> error.message()).orElse("");
        };
    terminal.printLine("line %d%s: %s".formatted(row.key().line(), repeat, Printable.line(shown)));
  }
}
