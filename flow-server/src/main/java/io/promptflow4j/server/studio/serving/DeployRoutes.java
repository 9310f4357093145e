package io.promptflow4j.server.studio.serving;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.promptflow4j.core.deployment.Deployment;
import io.promptflow4j.core.deployment.file.DeploymentFile;
import io.promptflow4j.core.deployment.file.EndpointFile;
import io.promptflow4j.core.engine.deployment.Deployer;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.deployment.live.LiveEndpoints;
import io.promptflow4j.server.route.Replies;
import io.promptflow4j.server.security.Caller;
import io.promptflow4j.server.security.Needs;
import io.promptflow4j.server.security.RoleCheck;
import io.promptflow4j.server.studio.Asked;
import io.promptflow4j.server.studio.ChangeTrail;
import io.promptflow4j.server.studio.Desk;
import io.promptflow4j.server.studio.Workbench;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Answers `POST /api/studio/endpoints/NAME/deployments`: deploys a flow of the workspace, for
/// operators. The flow lies in the folder that the studio works on; nothing else can be named.
public final class DeployRoutes {

  private final Workbench bench;
  private final Desk desk;
  private final LiveEndpoints live;

  /// @param live what is served; sees the deployment before the answer is sent
  public DeployRoutes(Workbench bench, Desk desk, LiveEndpoints live) {
    this.bench = bench;
    this.desk = desk;
    this.live = live;
  }

  public void addTo(RoutesConfig routes) {
    routes.post(
        "/api/studio/endpoints/{name}/deployments", Desk.guarded(this::deploy), Needs.OPERATOR);
  }

  private void deploy(Context ctx) {
    String endpoint = ctx.pathParam("name");
    Asked asked = desk.asked(ctx).only("deployment", "flow", "variants", "all_traffic");
    String name = asked.need("deployment");
    DeploymentFile file = file(asked);
    ChangeTrail.says(
        ctx,
        "deployment.create",
        endpoint + "/" + name,
        new Fields().put("flow", asked.need("flow")).end());
    var deployer =
        new Deployer(
            bench.store(),
            bench.around(),
            bench.clock(),
            RoleCheck.caller(ctx).map(Caller::name).orElse("unknown"));
    boolean isFirst = bench.store().endpoints().find(endpoint).isEmpty();
    if (isFirst) {
      var _ = deployer.create(endpoint, empty());
    }
    Deployment made =
        deployer.deploy(
            endpoint,
            name,
            file,
            Optional.empty(),
            true,
            isFirst || asked.truth("all_traffic").orElse(false));
    live.follow();
    Replies.json(
        ctx.status(201),
        new Fields()
            .put("endpoint", endpoint)
            .put("deployment", made.name())
            .put("version", made.version().hex())
            .end());
  }

  private static EndpointFile empty() {
    return EndpointFile.read("request", "{}".getBytes(StandardCharsets.UTF_8)).file().orElseThrow();
  }

  private DeploymentFile file(Asked asked) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("flow", Value.of(bench.existing(asked.need("flow")).toString()));
    Map<String, String> variants = asked.texts("variants");
    if (!variants.isEmpty()) {
      fields.put("variant", Value.of(variant(variants)));
    }
    var read = DeploymentFile.told(bench.root(), fields);
    return read.file()
        .orElseThrow(
            () -> new FaultException(Fault.badRequest("bad-body", Desk.text(read.diagnostics()))));
  }

  private static String variant(Map<String, String> variants) {
    return variants.entrySet().stream()
        .map(one -> "${%s.%s}".formatted(one.getKey(), one.getValue()))
        .collect(Collectors.joining(" "));
  }
}
