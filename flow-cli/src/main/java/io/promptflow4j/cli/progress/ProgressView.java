package io.promptflow4j.cli.progress;

import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Style;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.Terminal.Stream;
import io.promptflow4j.core.run.RunEvent.Logged;
import io.promptflow4j.core.run.progress.BatchProgress;
import io.promptflow4j.core.run.progress.RunListener;
import java.time.Duration;
import java.util.List;

/// Shows a person how a run comes along: a bar that moves on a terminal, a line every ten seconds
/// elsewhere; warnings of the run's log and, if asked, all of it. One run's own thread calls it.
public final class ProgressView implements RunListener {

  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final Terminal terminal;
  private final boolean streams;
  private final boolean isDrawn;
  private volatile boolean begun; // read by the thread of a signal
  private String drawn = "";
  private long told;

  /// @param streams whether the whole log is shown
  public ProgressView(Terminal terminal, boolean streams) {
    this.terminal = terminal;
    this.streams = streams;
    this.isDrawn = terminal.isTerminal(Stream.ERR);
  }

  @Override
  public void progress(BatchProgress progress) {
    if (isDrawn) {
      drawn = ProgressLine.drawn(progress, terminal.width() - 1);
      terminal.progress(drawn);
      return;
    }
    long intervals = progress.elapsed().dividedBy(INTERVAL);
    if (intervals > told) {
      told = intervals;
      terminal.tell(ProgressLine.told(progress));
    }
  }

  @Override
  public void logged(List<Logged> lines) {
    begun = true;
    Style style = terminal.style(Stream.ERR);
    List<String> shown =
        streams
            ? lines.stream().map(line -> LogLine.of(line, style)).toList()
            : lines.stream()
                .filter(line -> line.level().equals("WARNING"))
                .map(line -> warning(line, style))
                .toList();
    if (!shown.isEmpty()) {
      terminal.progress("");
      shown.forEach(terminal::tell);
      terminal.progress(drawn);
    }
  }

  private static String warning(Logged line, Style style) {
    return "pf: %s: %s".formatted(style.yellow("warning"), Printable.line(line.text()));
  }

  /// Whether anything of the run was heard.
  public boolean hasBegun() {
    return begun;
  }

  /// Leaves a clean line behind.
  public void end() {
    terminal.progress("");
  }

  /// Tells something beside the bar.
  public void tell(String line) {
    terminal.progress("");
    terminal.tell(Printable.line(line));
    terminal.progress(drawn);
  }
}
