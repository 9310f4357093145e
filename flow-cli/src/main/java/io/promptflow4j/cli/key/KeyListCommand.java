package io.promptflow4j.cli.key;

import io.promptflow4j.cli.report.Grid;
import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.workspace.OpenAccess;
import io.promptflow4j.core.run.access.AccessKey;
import io.promptflow4j.core.run.access.KeyJson;
import io.promptflow4j.core.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf key list`: all keys, without the keys.
@Command(name = "list", description = "List the keys that are worth something.")
public final class KeyListCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(names = "--all", description = "Those that are revoked or expired too.")
  private boolean all;

  private final Terminal terminal;

  public KeyListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Instant now = OpenAccess.now();
    var found = new ArrayList<AccessKey>();
    return new Reply(terminal, common)
        .tell(
            () -> {
              found.addAll(OpenAccess.with(terminal, store -> store.keys().list()));
              found.removeIf(key -> !all && key.state(now) != AccessKey.State.ACTIVE);
              return Value.of(found.stream().map(key -> KeyJson.of(key, now).end()).toList());
            },
            _ -> table(found, now));
  }

  private String table(List<AccessKey> found, Instant now) {
    if (found.isEmpty()) {
      return "There is no key. Make one with pf key create.";
    }
    var grid =
        new Grid(
            List.of("id", "name", "role", "endpoints", "quota", "state", "expires", "last used"));
    for (AccessKey key : found) {
      grid.add(
          List.of(
              key.id(),
              key.grant().name(),
              key.grant().role().written(),
              key.grant().endpoints().isEmpty() ? "all" : String.join(" ", key.grant().endpoints()),
              key.grant().quota().toString(),
              KeyJson.state(key, now),
              KeyJson.time(key.grant().expires()).orElse("never"),
              KeyJson.time(key.lastUsed()).orElse("never")));
    }
    return grid.text(terminal.width());
  }
}
