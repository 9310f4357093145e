package io.promptflow4j.cli.endpoint;

import io.promptflow4j.cli.report.Grid;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.deployment.Endpoint;
import io.promptflow4j.core.deployment.EndpointJson;
import io.promptflow4j.core.deployment.Split;
import io.promptflow4j.core.value.Value;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `pf endpoint list`.
@Command(name = "list", description = "List endpoints, their deployments and traffic.")
public final class EndpointListCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  private final Terminal terminal;

  public EndpointListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    var work = new EndpointWork(terminal, common);
    return work.with(workspace -> {
      List<Endpoint> all = workspace.store().endpoints().list();
      return work.tell(Value.of(all.stream().map(EndpointJson::of).toList()), table(all));
    });
  }

  private String table(List<Endpoint> all) {
    if (all.isEmpty()) {
      return "There are no endpoints. Make one with pf endpoint create.";
    }
    var grid = new Grid(List.of("name", "deployments", "traffic", "mirror", "description"));
    for (Endpoint one : all) {
      grid.add(
          List.of(
              one.name(),
              String.join(" ", one.deployments().keySet()),
              Split.write(one.traffic()),
              Split.write(one.mirror()),
              one.settings().description()));
    }
    return grid.text(terminal.width());
  }
}
