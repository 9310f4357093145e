package io.promptflow4j.core.engine.deployment;

import io.promptflow4j.core.deployment.Deployment;
import io.promptflow4j.core.deployment.Endpoint;
import io.promptflow4j.core.deployment.Endpoints;
import io.promptflow4j.core.model.registry.ActiveUse;
import io.promptflow4j.core.model.registry.RegistryEntry;
import java.util.ArrayList;
import java.util.List;

/// The deployments that use registered models: every one that stands behind an endpoint, since
/// callers reach it by its name even if it gets no traffic.
///
/// Deployments that were made before they kept what their names led to are not found.
public final class DeployedModels implements ActiveUse {

  private final Endpoints endpoints;

  public DeployedModels(Endpoints endpoints) {
    this.endpoints = endpoints;
  }

  @Override
  public List<String> of(RegistryEntry entry) {
    String reference = entry.reference().toString();
    var users = new ArrayList<String>();
    for (Endpoint endpoint : endpoints.list()) {
      for (Deployment deployment : endpoint.deployments().values()) {
        if (deployment.binding().standsOn(reference)) {
          users.add(
              "deployment '%s' of endpoint '%s'".formatted(deployment.name(), endpoint.name()));
        }
      }
    }
    return users;
  }
}
