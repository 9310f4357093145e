package io.promptflow4j.cli.audit;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.cli.workspace.OpenAccess;
import io.promptflow4j.core.run.access.AuditLog.Line;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf audit list`: what was changed and refused, the newest first.
@Command(name = "list", description = "Show what was changed and refused, the newest first.")
public final class AuditListCommand implements Callable<Integer> {

  private static final int MOST = 10_000;

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = {"-n", "--max-results"},
      paramLabel = "N",
      description = "How many lines at most. Default: 50.")
  private int most = 50;

  @Option(
      names = "--before",
      paramLabel = "POSITION",
      description = "Only lines before this one, to go on from an earlier list.")
  private long before = Long.MAX_VALUE;

  @Option(
      names = "--action",
      paramLabel = "ACTION",
      description = "Only lines whose action begins so: key, key.revoke, access.")
  private String action = "";

  private final Terminal terminal;

  public AuditListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (most < 1 || most > MOST) {
      throw new UsageFailure("--max-results takes 1 to %d, but got %d".formatted(MOST, most));
    }
    var found = new ArrayList<Line>();
    return new Reply(terminal, common)
        .tell(
            () -> {
              found.addAll(OpenAccess.with(terminal, store -> lines(store.audit()::list)));
              return Value.of(found.stream().map(AuditListCommand::json).toList());
            },
            _ ->
                found.isEmpty()
                    ? "Nothing was changed or refused."
                    : found.stream().map(AuditListCommand::text).collect(Collectors.joining("\n")));
  }

  /// Reads a part of the log.
  private interface Reading {
    List<Line> list(long before, int most);
  }

  private List<Line> lines(Reading log) {
    if (action.isEmpty()) {
      return log.list(before, most);
    }
    var found = new ArrayList<Line>();
    long at = before;
    while (found.size() < most) {
      List<Line> next = log.list(at, MOST);
      if (next.isEmpty()) {
        return found;
      }
      next.stream()
          .filter(line -> field(line, "action").startsWith(action))
          .limit(most - (long) found.size())
          .forEach(found::add);
      at = next.getLast().position();
    }
    return found;
  }

  private static Value json(Line line) {
    var fields = new Fields().put("position", line.position());
    line.entry().entries().forEach(fields::put);
    return fields.put("chain", line.chain().hex()).end();
  }

  private static String text(Line line) {
    Value detail = line.entry().entries().getOrDefault("detail", Value.Mapping.EMPTY);
    return Printable.line(
        "%6d  %s  %s  %s %s: %s%s"
            .formatted(
                line.position(),
                field(line, "when"),
                field(line, "actor"),
                field(line, "action"),
                field(line, "object"),
                field(line, "result"),
                detail.equals(Value.Mapping.EMPTY) ? "" : "  " + StrictJson.write(detail)));
  }

  private static String field(Line line, String name) {
    return line.entry().get(name) instanceof Value.Text(var text) ? text : "";
  }
}
