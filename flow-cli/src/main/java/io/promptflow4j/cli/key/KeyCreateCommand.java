package io.promptflow4j.cli.key;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.cli.workspace.OpenAccess;
import io.promptflow4j.core.run.access.AccessKeys;
import io.promptflow4j.core.run.access.Grant;
import io.promptflow4j.core.run.access.KeyJson;
import io.promptflow4j.core.run.access.Quota;
import io.promptflow4j.core.run.access.Role;
import io.promptflow4j.core.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf key create`: makes a key and shows it once.
@Command(
    name = "create",
    description = {
      "Make a key for callers of pf flow serve --workspace-keys and pf gateway serve.",
      "It is printed this once; only its digest is kept."
    },
    footer = {
      "",
      "Example: pf key create --name shop --endpoint chat --expires 90d \\",
      "             --quota '200k tokens, 5 USD, 4 at once'"
    })
public final class KeyCreateCommand implements Callable<Integer> {

  /// The roles, as picocli completes them.
  enum RoleName {
    VIEWER,
    RUNNER,
    AUTHOR,
    OPERATOR,
    ADMIN
  }

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What the key is called: whose it is, what for.")
  private String name = "";

  @Option(
      names = "--role",
      paramLabel = "viewer|runner|author|operator|admin",
      description = "What its holder may do. Default: runner.")
  private RoleName role = RoleName.RUNNER;

  @Option(
      names = "--endpoint",
      split = ",",
      paramLabel = "NAME",
      description = "The only endpoints it opens; may be given several times. Default: all.")
  private List<String> endpoints = new ArrayList<>();

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      description = "90d, 12h, 4w, a day such as 2026-12-31, or never. Default: 90d.")
  private String expires = "90d";

  @Option(
      names = "--quota",
      paramLabel = "QUOTA",
      description = {
        "What it may take on a day (UTC), and calls at a time:",
        "'200k tokens, 5 USD, 1000 calls, 4 at once'."
      })
  private String quota = "";

  private final Terminal terminal;

  public KeyCreateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Instant now = OpenAccess.now();
    Grant grant = grant(now);
    var made = new ArrayList<AccessKeys.Made>();
    return new Reply(terminal, common)
        .tell(
            () -> {
              made.add(
                  OpenAccess.with(
                      terminal,
                      store -> store.keys().create(grant, OpenAccess.who(terminal), now)));
              return json(made.getFirst(), now);
            },
            _ -> text(terminal, made.getFirst()));
  }

  private Grant grant(Instant now) {
    if (name.length() > 100 || !Printable.line(name).equals(name)) {
      throw new UsageFailure("--name takes at most 100 printable characters");
    }
    if (endpoints.stream().anyMatch(String::isBlank)) {
      throw new UsageFailure("--endpoint takes the name of an endpoint");
    }
    try {
      return new Grant(
          name,
          Role.valueOf(role.name()),
          endpoints,
          Quota.read(quota),
          StoredKeys.expiry("--expires", expires, now));
    } catch (IllegalArgumentException wrong) {
      throw new UsageFailure("--quota: " + wrong.getMessage());
    }
  }

  static Value json(AccessKeys.Made made, Instant now) {
    return KeyJson.of(made.kept(), now).put("key", made.text().reveal()).end();
  }

  /// The key alone is the result, so that a script can take it.
  static String text(Terminal terminal, AccessKeys.Made made) {
    terminal.tell(
        "Key %s (%s)%s. It is shown this once; hand it over and forget it."
            .formatted(
                made.kept().id(),
                made.kept().grant().role().written(),
                made.kept()
                    .grant()
                    .expires()
                    .map(end -> ", until " + KeyJson.time(end))
                    .orElse(", without end")));
    return made.text().reveal();
  }
}
