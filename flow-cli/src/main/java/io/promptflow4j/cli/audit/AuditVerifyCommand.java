package io.promptflow4j.cli.audit;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.cli.workspace.OpenAccess;
import io.promptflow4j.core.run.access.AuditLog.Damage;
import io.promptflow4j.core.run.access.AuditLog.Head;
import io.promptflow4j.core.run.access.AuditLog.Verdict;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf audit verify`: whether the log is as it was written.
@Command(
    name = "verify",
    description = {
      "Look whether the audit log is as it was written: nothing changed, removed or exchanged.",
      "Keep the head it prints elsewhere, and give it the next time: whoever can write the whole",
      "database could otherwise write the log anew."
    },
    footer = {"", "Example: pf audit verify --head \"$(cat last-head.txt)\""})
public final class AuditVerifyCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--head",
      paramLabel = "POSITION:DIGEST",
      description = "Where the log ended when it was verified before.")
  private String head = "";

  private final Terminal terminal;

  public AuditVerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Optional<Head> known = known();
    return new Reply(terminal, common)
        .work(() -> tell(OpenAccess.with(terminal, store -> store.audit().verify(known))));
  }

  private Optional<Head> known() {
    try {
      return head.isBlank() ? Optional.empty() : Optional.of(Head.read(head));
    } catch (IllegalArgumentException wrong) {
      throw new UsageFailure("--head: " + wrong.getMessage());
    }
  }

  private int tell(Verdict verdict) {
    if (common.isJson()) {
      terminal.printLine(StrictJson.write(json(verdict)));
    } else if (verdict.isWhole()) {
      terminal.printLine(
          "The log is whole: %d lines. Its head: %s".formatted(verdict.lines(), verdict.head()));
    } else {
      for (Damage damage : verdict.damages()) {
        terminal.printLine("line %d: %s".formatted(damage.position(), damage.what()));
      }
      terminal.tell("pf: error: the audit log is not as it was written");
    }
    return verdict.isWhole() ? ExitCode.OK : ExitCode.FAILURE;
  }

  private static Value json(Verdict verdict) {
    return new Fields()
        .put("whole", verdict.isWhole())
        .put("lines", verdict.lines())
        .put("head", verdict.head().toString())
        .put(
            "damages",
            verdict.damages().stream()
                .map(damage ->
                    new Fields()
                        .put("position", damage.position())
                        .put("what", damage.what())
                        .end())
                .toList())
        .end();
  }
}
