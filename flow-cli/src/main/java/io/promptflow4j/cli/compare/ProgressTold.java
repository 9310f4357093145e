package io.promptflow4j.cli.compare;

import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunProgress;
import io.promptflow4j.core.run.progress.BatchProgress;
import io.promptflow4j.evaluators.experiment.ExperimentListener;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/// Tells how a comparison comes along: a line that moves, with all runs that are under way, and a
/// line for each run that ended. Thread-safe.
final class ProgressTold implements ExperimentListener {

  private final Terminal terminal;
  private final Map<String, String> underWay = new ConcurrentSkipListMap<>();
  private volatile boolean begun; // read by the thread of a signal

  ProgressTold(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void begins(Step step) {
    begun = true;
  }

  /// Whether any run has begun.
  boolean hasBegun() {
    return begun;
  }

  @Override
  public void progress(Step step, BatchProgress progress) {
    String left =
        progress.timeLeft().map(time -> ", %d s left".formatted(time.toSeconds())).orElse("");
    underWay.put(
        title(step),
        "%s: %d of %d rows%s%s"
            .formatted(
                title(step),
                progress.done(),
                progress.rows(),
                progress.failed() == 0 ? "" : ", %d failed".formatted(progress.failed()),
                left));
    terminal.progress(Printable.line(String.join("; ", underWay.values())));
  }

  @Override
  public void ended(Step step, Run run) {
    underWay.remove(title(step));
    terminal.progress("");
    RunProgress end = run.progress();
    terminal.tell(
        Printable.line(
            "%s: %d rows%s%s"
                .formatted(
                    title(step),
                    end.completed() + end.failed(),
                    end.failed() == 0 ? "" : " (%d failed)".formatted(end.failed()),
                    calls(end))));
  }

  /// Most evaluators call no model.
  private static String calls(RunProgress end) {
    return end.calls() + end.recalled() == 0
        ? ""
        : ", %d calls made, %d found on record".formatted(end.calls(), end.recalled());
  }

  private static String title(Step step) {
    return step.arm() + step.evaluator().map(name -> " / " + name).orElse("");
  }
}
