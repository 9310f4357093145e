package io.promptflow4j.cli.compare;

import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunProgress;
import io.promptflow4j.core.run.progress.BatchProgress;
import io.promptflow4j.evaluators.experiment.ExperimentListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// Tells how a comparison comes along: a line that moves, with all runs that are under way, and a
/// line for each run that ended. Thread-safe.
final class ProgressTold implements ExperimentListener {

  private final Terminal terminal;
  private final Map<String, String> underWay = new ConcurrentSkipListMap<>();
  private final Map<String, Calls> inBlocks = new ConcurrentHashMap<>();
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

  /// Blocks are many and small, so they are told of together, when all their rows are one run.
  @Override
  public void ended(Step step, Run run) {
    underWay.remove(title(step));
    terminal.progress("");
    RunProgress end = run.progress();
    if (step.rows().isPresent()) {
      inBlocks.merge(title(step), Calls.of(end), Calls::plus);
      return;
    }
    Calls before = inBlocks.remove(title(step));
    Calls calls = before == null ? Calls.of(end) : before.plus(new Calls(end.calls(), 0));
    terminal.tell(
        Printable.line(
            "%s: %d rows%s%s"
                .formatted(
                    title(step),
                    end.completed() + end.failed(),
                    end.failed() == 0 ? "" : " (%d failed)".formatted(end.failed()),
                    calls.told())));
  }

  private record Calls(long made, long found) {

    static Calls of(RunProgress end) {
      return new Calls(end.calls(), end.recalled());
    }

    Calls plus(Calls other) {
      return new Calls(made + other.made, found + other.found);
    }

    /// Most evaluators call no model.
    String told() {
      return made + found == 0 ? "" : ", %d calls made, %d found on record".formatted(made, found);
    }
  }

  private static String title(Step step) {
    return step.arm() + step.evaluator().map(name -> " / " + name).orElse("");
  }
}
