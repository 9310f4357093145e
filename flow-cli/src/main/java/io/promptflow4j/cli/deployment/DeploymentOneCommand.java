package io.promptflow4j.cli.deployment;

import io.promptflow4j.cli.endpoint.EndpointWork;
import io.promptflow4j.cli.report.Grid;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Keyboard;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.workspace.OpenWorkspace;
import io.promptflow4j.core.deployment.Deployment;
import io.promptflow4j.core.deployment.DeploymentJson;
import io.promptflow4j.core.deployment.Endpoint;
import io.promptflow4j.core.deployment.FlowVersion;
import io.promptflow4j.core.deployment.traffic.Observed;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Verbs on the deployments of one endpoint: list, show, delete.
public abstract sealed class DeploymentOneCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = {"-e", "--endpoint-name"},
      required = true,
      paramLabel = "NAME",
      description = "The endpoint.")
  private String endpoint = "";

  final Terminal terminal;

  private DeploymentOneCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  abstract int done(EndpointWork work, OpenWorkspace workspace, Endpoint endpoint);

  @Override
  public final Integer call() {
    var work = new EndpointWork(terminal, common);
    return work.with(workspace -> done(work, workspace, EndpointWork.find(workspace, endpoint)));
  }

  /// `pf deployment list`.
  @Command(name = "list", description = "List the deployments of an endpoint.")
  public static final class Listing extends DeploymentOneCommand {

    public Listing(Terminal terminal) {
      super(terminal);
    }

    @Override
    int done(EndpointWork work, OpenWorkspace workspace, Endpoint endpoint) {
      var grid = new Grid(List.of("name", "version", "traffic", "mirror", "created"));
      for (Deployment one : endpoint.deployments().values()) {
        grid.add(
            List.of(
                one.name(),
                FlowVersion.brief(one.version()),
                endpoint.traffic().getOrDefault(one.name(), 0) + " %",
                endpoint.mirror().getOrDefault(one.name(), 0) + " %",
                one.created().toString()));
      }
      return work.tell(
          Value.of(endpoint.deployments().values().stream().map(DeploymentJson::of).toList()),
          grid.text(terminal.width()));
    }
  }

  /// `pf deployment show`.
  @Command(name = "show", description = "Show a deployment.")
  public static final class Show extends DeploymentOneCommand {

    @Option(
        names = {"-n", "--name"},
        required = true,
        paramLabel = "NAME",
        description = "The deployment.")
    private String name = "";

    public Show(Terminal terminal) {
      super(terminal);
    }

    @Override
    int done(EndpointWork work, OpenWorkspace workspace, Endpoint endpoint) {
      Deployment found = EndpointWork.find(workspace, endpoint.name(), name);
      var all = new Fields();
      DeploymentJson.of(found).entries().forEach(all::put);
      return work.tell(
          all.put("observed", Observed.of(workspace.store().traffic(), endpoint.name(), found))
              .end());
    }
  }

  /// `pf deployment delete`.
  @Command(name = "delete", description = "Take away a deployment that gets no traffic.")
  public static final class Delete extends DeploymentOneCommand {

    @Option(
        names = {"-n", "--name"},
        required = true,
        paramLabel = "NAME",
        description = "The deployment.")
    private String name = "";

    @Option(
        names = {"-y", "--yes", "--assume-yes"},
        description = "Don't ask whether it is meant.")
    private boolean yes;

    public Delete(Terminal terminal) {
      super(terminal);
    }

    @Override
    int done(EndpointWork work, OpenWorkspace workspace, Endpoint endpoint) {
      Deployment _ = EndpointWork.find(workspace, endpoint.name(), name);
      if (!yes && !new Keyboard(terminal).isMeant("Delete deployment '%s'?".formatted(name))) {
        throw new CommandFailure("not-deleted", "nothing was deleted");
      }
      Endpoint _ = work.deployer(workspace).undeploy(endpoint.name(), name);
      return work.tell(
          new Fields().put("deleted", name).end(),
          "Deployment '%s' of endpoint '%s' is deleted.".formatted(name, endpoint.name()));
    }
  }
}
