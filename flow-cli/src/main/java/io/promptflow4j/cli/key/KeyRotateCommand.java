package io.promptflow4j.cli.key;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.cli.workspace.OpenAccess;
import io.promptflow4j.core.run.access.AccessKey;
import io.promptflow4j.core.run.access.AccessKeys;
import io.promptflow4j.core.run.access.AccessStore;
import io.promptflow4j.core.run.access.KeyEnd;
import io.promptflow4j.core.run.access.KeyJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `pf key rotate`: makes a key that may do the same, and ends the old one a little later.
@Command(
    name = "rotate",
    description = {
      "Make a key that may do the same as another, which ends after a time.",
      "The new key is printed this once, and ends when the old one would have."
    })
public final class KeyRotateCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "KEY", description = "The id of the old key, or its name.")
  private String key = "";

  @Option(
      names = "--overlap",
      paramLabel = "TIME",
      description = "How long the old key goes on: 24h, 30m, 0s. Default: 24h.")
  private String overlap = "24h";

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      description = "When the new key ends, if not with the old one.")
  private String expires = "";

  private final Terminal terminal;

  public KeyRotateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Instant now = OpenAccess.now();
    Duration after =
        KeyEnd.span(overlap)
            .orElseThrow(() ->
                new UsageFailure(
                    "--overlap takes a time such as 24h or 0s, not '%s'"
                        .formatted(Printable.line(overlap))));
    var made = new ArrayList<AccessKeys.Made>();
    return new Reply(terminal, common)
        .tell(
            () -> {
              made.add(OpenAccess.with(terminal, store -> rotated(store, after, now)));
              return KeyCreateCommand.json(made.getFirst(), now);
            },
            _ -> KeyCreateCommand.text(terminal, made.getFirst()));
  }

  private AccessKeys.Made rotated(AccessStore store, Duration after, Instant now) {
    AccessKey old = StoredKeys.find(store.keys(), key);
    if (old.state(now) != AccessKey.State.ACTIVE) {
      throw new CommandFailure(
          "key-ended",
          "the key '%s' is %s; make a new one with pf key create"
              .formatted(old.id(), KeyJson.state(old, now)));
    }
    AccessKey source =
        expires.isEmpty()
            ? old
            : new AccessKey(
                old.id(),
                old.digest(),
                old.grant().withExpiry(StoredKeys.expiry("--expires", expires, now)),
                old.createdBy(),
                old.created(),
                old.revoked(),
                old.lastUsed());
    return store.keys().rotate(source, now.plus(after), OpenAccess.who(terminal), now);
  }
}
