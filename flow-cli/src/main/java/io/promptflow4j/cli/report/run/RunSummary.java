package io.promptflow4j.cli.report.run;

import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.core.model.cost.Bill;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunProgress;
import io.promptflow4j.core.run.RunStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How a run ended, in a few lines for people, and what can be done about it.
public final class RunSummary {

  private RunSummary() {}

  public static List<String> lines(Run run) {
    var lines = new ArrayList<String>();
    lines.add(headline(run));
    run.progress().error().map(Printable::line).ifPresent(lines::add);
    if (run.progress().inDoubt() > 0) {
      lines.add(
          run.progress().inDoubt() == 1
              ? "1 call was under way when it was stopped before; it was made again."
              : "%d calls were under way when it was stopped before; they were made again."
                  .formatted(run.progress().inDoubt()));
    }
    remedy(run, lines);
    return lines;
  }

  /// What to say of a run that is not over although no process works on it.
  public static List<String> abandoned(Run run) {
    return List.of(
        headline(run),
        run.status() == RunStatus.NOT_STARTED
            ? "Nobody works on it."
            : "Nobody works on it any more: the process that did has ended, or is silent.",
        goOn(run));
  }

  /// `Run 'x' is abandoned. Go on with: …`
  public static String resumption(Run run) {
    return "Run '%s' is not over, and nobody works on it any more. %s"
        .formatted(run.name(), goOn(run));
  }

  private static String goOn(Run run) {
    return "Go on with: pf run resume --name " + run.name();
  }

  /// `Run 'x' is Completed: 98 of 100 rows, 2 failed, 12.3 s, 3210 tokens in 100 calls`
  private static String headline(Run run) {
    RunProgress progress = run.progress();
    var parts = new ArrayList<String>();
    parts.add(
        progress
            .rows()
            .map(rows -> "%d of %d rows completed".formatted(progress.completed(), rows))
            .orElse(progress.completed() + " rows completed"));
    if (progress.failed() > 0) {
      parts.add(progress.failed() + " failed");
    }
    if (run.ended().isPresent() && run.started().isPresent()) {
      parts.add(String.format(Locale.ROOT, "%.1f s", run.worked().toMillis() / 1e3));
    }
    if (progress.calls() > 0) {
      parts.add("%d tokens in %s".formatted(progress.usage().total(), calls(progress.calls())));
    }
    cost(progress.bill()).ifPresent(parts::add);
    long own = progress.recalled() - progress.saved().calls();
    if (own > 0) {
      parts.add(calls(own) + " recalled");
    }
    if (progress.saved().calls() > 0) {
      parts.add(
          "%d answers from the cache (saved %s)"
              .formatted(progress.saved().calls(), progress.saved()));
    }
    return "Run '%s' is %s: %s."
        .formatted(run.name(), run.status().label(), String.join(", ", parts));
  }

  private static String calls(long number) {
    return number == 1 ? "1 call" : number + " calls";
  }

  private static Optional<String> cost(Bill bill) {
    if (bill.isComplete()) {
      return bill.brief();
    }
    String unpriced = bill.unpriced() == 1 ? "1 call" : bill.unpriced() + " calls";
    return Optional.of(
        bill.brief()
            .map(known -> "%s (%s of unknown price)".formatted(known, unpriced))
            .orElse("cost unknown"));
  }

  private static void remedy(Run run, List<String> lines) {
    if (run.status() == RunStatus.CANCELED || run.status() == RunStatus.FAILED) {
      lines.add(goOn(run));
    } else if (run.progress().failed() > 0) {
      lines.add(
          "See why with pf run show-details --name %1$s; try the failed rows again with pf run resume --name %1$s."
              .formatted(run.name()));
    }
  }
}
