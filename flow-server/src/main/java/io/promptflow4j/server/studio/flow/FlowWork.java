package io.promptflow4j.server.studio.flow;

import io.javalin.config.RoutesConfig;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.server.route.Calls;
import io.promptflow4j.server.studio.workspace.Workspace;

/// All that the studio does with the flows of a workspace; open until it is closed.
public final class FlowWork implements AutoCloseable {

  private final Workspace workspace;
  private final OpenFlows flows;

  /// @param around what this machine gives to flows
  public FlowWork(Workspace workspace, FlowSettings around) {
    this.workspace = workspace;
    this.flows = new OpenFlows(around);
  }

  /// Adds its routes.
  public void addTo(RoutesConfig routes, Calls calls) {
    new CheckRoutes(workspace, flows, calls.bodies()).addTo(routes);
    new RunRoutes(workspace, flows, calls).addTo(routes);
    new InputSets(workspace, calls.bodies()).addTo(routes);
  }

  @Override
  public void close() {
    flows.close();
  }
}
