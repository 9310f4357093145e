package io.promptflow4j.cli.key;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.workspace.OpenAccess;
import io.promptflow4j.core.model.budget.Spending;
import io.promptflow4j.core.run.access.AccessKey;
import io.promptflow4j.core.run.access.AccessStore;
import io.promptflow4j.core.run.access.KeyJson;
import io.promptflow4j.core.run.access.Quota;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `pf key show`: one key, and what its calls took today.
@Command(
    name = "show",
    description = "Show a key without the key, and what its calls took today (UTC).")
public final class KeyShowCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "KEY", description = "The id of the key, or its name.")
  private String key = "";

  private final Terminal terminal;

  public KeyShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return new Reply(terminal, common).tell(() -> OpenAccess.with(terminal, this::shown));
  }

  private Value shown(AccessStore store) {
    Instant now = OpenAccess.now();
    AccessKey found = StoredKeys.find(store.keys(), key);
    var used = new ArrayList<Value>();
    store
        .spending()
        .on(LocalDate.ofInstant(now, ZoneOffset.UTC))
        .forEach((page, spent) -> {
          if (page.connection().equals(Quota.page(found.id()))) {
            used.add(used(page.currency(), spent));
          }
        });
    return KeyJson.of(found, now).put("used_today", used).end();
  }

  private static Value used(String currency, Spending spent) {
    return new Fields()
        .put("money", spent.money().stripTrailingZeros().toPlainString())
        .put("currency", currency)
        .put("tokens", spent.tokens())
        .put("calls", spent.calls())
        .end();
  }
}
