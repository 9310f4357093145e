package io.promptflow4j.cli.key;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.workspace.OpenAccess;
import io.promptflow4j.core.run.access.AccessKey;
import io.promptflow4j.core.run.access.AccessStore;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `pf key revoke`: ends a key now.
@Command(name = "revoke", description = "End a key for good. Servers refuse it within two seconds.")
public final class KeyRevokeCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "KEY", description = "The id of the key, or its name.")
  private String key = "";

  private final Terminal terminal;

  public KeyRevokeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    return new Reply(terminal, common)
        .tell(
            () -> OpenAccess.with(terminal, this::revoke),
            _ -> "The key '%s' opens nothing any more.".formatted(Printable.line(key)));
  }

  private Value revoke(AccessStore store) {
    Instant now = OpenAccess.now();
    AccessKey found = StoredKeys.find(store.keys(), key);
    boolean isNew = store.keys().revoke(found.id(), OpenAccess.who(terminal), now);
    return new Fields().put("revoked", found.id()).put("was_active", isNew).end();
  }
}
