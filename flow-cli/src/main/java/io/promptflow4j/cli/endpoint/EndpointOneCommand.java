package io.promptflow4j.cli.endpoint;

import io.promptflow4j.cli.report.Grid;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Keyboard;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.workspace.OpenWorkspace;
import io.promptflow4j.core.deployment.Endpoint;
import io.promptflow4j.core.deployment.EndpointChange;
import io.promptflow4j.core.deployment.EndpointJson;
import io.promptflow4j.core.deployment.Split;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Verbs that do one thing to one endpoint: show, delete, history, rollback.
public abstract sealed class EndpointOneCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = {"-n", "--name"},
      required = true,
      paramLabel = "NAME",
      description = "The endpoint.")
  private String name = "";

  final Terminal terminal;

  private EndpointOneCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  abstract int done(EndpointWork work, OpenWorkspace workspace, Endpoint endpoint);

  @Override
  public final Integer call() {
    var work = new EndpointWork(terminal, common);
    return work.with(workspace -> done(work, workspace, EndpointWork.find(workspace, name)));
  }

  /// `pf endpoint show`.
  @Command(name = "show", description = "Show an endpoint with its deployments.")
  public static final class Show extends EndpointOneCommand {

    public Show(Terminal terminal) {
      super(terminal);
    }

    @Override
    int done(EndpointWork work, OpenWorkspace workspace, Endpoint endpoint) {
      return work.tell(EndpointJson.of(endpoint));
    }
  }

  /// `pf endpoint delete`.
  @Command(
      name = "delete",
      description = "Remove an endpoint with its deployments; its history stays.")
  public static final class Delete extends EndpointOneCommand {

    @Option(
        names = {"-y", "--yes", "--assume-yes"},
        description = "Don't ask whether it is meant.")
    private boolean yes;

    public Delete(Terminal terminal) {
      super(terminal);
    }

    @Override
    int done(EndpointWork work, OpenWorkspace workspace, Endpoint endpoint) {
      if (!yes
          && !new Keyboard(terminal).isMeant("Delete endpoint '%s'?".formatted(endpoint.name()))) {
        throw new CommandFailure("not-deleted", "nothing was deleted");
      }
      work.deployer(workspace).delete(endpoint.name());
      return work.tell(
          new Fields().put("deleted", endpoint.name()).end(),
          "Endpoint '%s' is deleted; its history stays.".formatted(endpoint.name()));
    }
  }

  /// `pf endpoint history`.
  @Command(name = "history", description = "Show what was done to an endpoint, and by whom.")
  public static final class History extends EndpointOneCommand {

    private static final int MOST = 200;

    public History(Terminal terminal) {
      super(terminal);
    }

    @Override
    int done(EndpointWork work, OpenWorkspace workspace, Endpoint endpoint) {
      List<EndpointChange> all = workspace.store().endpoints().history(endpoint.name(), MOST);
      var grid = new Grid(List.of("change", "when", "who", "what", "traffic after", "note"));
      for (EndpointChange one : all) {
        grid.add(
            List.of(
                Long.toString(one.number()),
                one.when().toString(),
                one.who(),
                one.what().written(),
                one.after().map(Endpoint::traffic).map(Split::write).orElse(""),
                one.note()));
      }
      return work.tell(
          Value.of(all.stream().map(EndpointJson::of).toList()), grid.text(terminal.width()));
    }
  }

  /// `pf endpoint rollback`.
  @Command(
      name = "rollback",
      description = {
        "Go back to the split and versions that answered before the last change of them;",
        "running servers follow within a second."
      })
  public static final class Rollback extends EndpointOneCommand {

    @Option(
        names = "--change",
        paramLabel = "NUMBER",
        description = "Undo this change of pf endpoint history, and what came after it.")
    private @Nullable Long change;

    public Rollback(Terminal terminal) {
      super(terminal);
    }

    @Override
    int done(EndpointWork work, OpenWorkspace workspace, Endpoint endpoint) {
      Endpoint now =
          work.deployer(workspace).rollback(endpoint.name(), Optional.ofNullable(change));
      return work.tell(
          EndpointJson.of(now),
          "Endpoint '%s' is back at %s.".formatted(now.name(), Split.write(now.traffic())));
    }
  }
}
