package io.promptflow4j.cli.connection;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.cli.workspace.OpenWorkspace;
import io.promptflow4j.core.model.budget.DayBudget;
import io.promptflow4j.core.model.budget.Spending;
import io.promptflow4j.core.model.budget.SpendingLedger;
import io.promptflow4j.core.run.access.Quota;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf connection usage`: what connections with a budget spent on a day.
@Command(
    name = "usage",
    description = {
      "Show what connections with a budget_per_day spent in this workspace.",
      "Calls under way count with what is booked for them."
    })
public final class ConnectionUsageCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--on",
      paramLabel = "DAY",
      description = "The day, in UTC, such as 2026-01-31; today if not said.")
  private @Nullable String day;

  private final Terminal terminal;

  public ConnectionUsageCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    LocalDate wanted = wanted();
    var lines = new ArrayList<String>();
    return new Reply(terminal, common)
        .tell(
            () -> {
              try (var workspace = OpenWorkspace.of(terminal)) {
                return usage(workspace.store().spending().on(wanted), lines);
              }
            },
            _ ->
                lines.isEmpty()
                    ? "No connection with a budget_per_day was called on %s.".formatted(wanted)
                    : String.join("\n", lines));
  }

  private LocalDate wanted() {
    if (day == null) {
      return LocalDate.now(ZoneOffset.UTC);
    }
    try {
      return LocalDate.parse(day);
    } catch (DateTimeException _) {
      throw new UsageFailure(
          "--on takes a day such as 2026-01-31, not '%s'".formatted(Printable.line(day)));
    }
  }

  private Value usage(Map<SpendingLedger.Page, Spending> pages, List<String> lines) {
    var items = new ArrayList<Value>();
    pages.forEach((page, spent) -> {
      if (Quota.isPage(page.connection())) {
        return; // pf key show tells it
      }
      Optional<String> budget = budget(page.connection());
      items.add(
          new Fields()
              .put("connection", page.connection())
              .put("day", page.day().toString())
              .put("money", spent.money().stripTrailingZeros().toPlainString())
              .put("currency", page.currency())
              .put("tokens", spent.tokens())
              .put("calls", spent.calls())
              .put("budget", budget)
              .end());
      lines.add(
          "%-24s %s%s"
              .formatted(
                  Printable.line(page.connection()),
                  spent.in(page.currency()),
                  budget.map(text -> " of " + Printable.line(text)).orElse("")));
    });
    return new Value.Sequence(items);
  }

  /// As far as the connection is stored; one from a file may have any.
  private Optional<String> budget(String name) {
    return new StoredConnections(terminal)
        .store()
        .find(name)
        .flatMap(draft -> Optional.ofNullable(draft.settings().get(DayBudget.FIELD)));
  }
}
