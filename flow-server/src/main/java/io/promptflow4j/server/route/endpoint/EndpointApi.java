package io.promptflow4j.server.route.endpoint;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.promptflow4j.core.deployment.Deployment;
import io.promptflow4j.core.deployment.Endpoint;
import io.promptflow4j.core.deployment.EndpointException;
import io.promptflow4j.core.deployment.EndpointJson;
import io.promptflow4j.core.deployment.file.DeploymentFile;
import io.promptflow4j.core.deployment.file.EndpointFile;
import io.promptflow4j.core.deployment.traffic.Observed;
import io.promptflow4j.core.engine.FlowLoadException;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.engine.deployment.Deployer;
import io.promptflow4j.core.model.connection.ConnectionException;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.snapshot.SnapshotException;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.deployment.live.LiveEndpoints;
import io.promptflow4j.server.route.Bodies;
import io.promptflow4j.server.route.Replies;
import io.promptflow4j.server.security.Needs;
import io.promptflow4j.server.security.RoleCheck;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Answers `/api/endpoints…`: what `pf endpoint` and `pf deployment` do, for operators. What was
/// changed is in force when the answer comes.
public final class EndpointApi {

  private static final int HISTORY = 100;

  private final RunStore store;
  private final LiveEndpoints live;
  private final FlowSettings around;
  private final Bodies bodies;

  /// @param around what this machine gives to flows
  public EndpointApi(RunStore store, LiveEndpoints live, FlowSettings around, Bodies bodies) {
    this.store = store;
    this.live = live;
    this.around = around;
    this.bodies = bodies;
  }

  public void addTo(RoutesConfig routes) {
    String one = "/api/endpoints/{name}";
    String deployment = one + "/deployments/{deployment}";
    routes.get("/api/endpoints", guarded(this::list), Needs.VIEWER);
    routes.get(one, guarded(ctx -> show(ctx, ctx.pathParam("name"))), Needs.VIEWER);
    routes.put(one, guarded(this::create), Needs.OPERATOR);
    routes.patch(one, guarded(this::update), Needs.OPERATOR);
    routes.delete(one, guarded(this::delete), Needs.OPERATOR);
    routes.post(one + "/rollback", guarded(this::rollback), Needs.OPERATOR);
    routes.get(one + "/history", guarded(this::history), Needs.VIEWER);
    routes.get(one + "/logs", guarded(this::logs), Needs.VIEWER);
    routes.put(deployment, guarded(ctx -> deploy(ctx, true)), Needs.OPERATOR);
    routes.patch(deployment, guarded(ctx -> deploy(ctx, false)), Needs.OPERATOR);
    routes.delete(deployment, guarded(this::undeploy), Needs.OPERATOR);
  }

  /// For operators, with what goes wrong as faults.
  static Handler guarded(Handler handler) {
    return ctx -> {
      Operators.check(ctx);
      try {
        handler.handle(ctx);
      } catch (EndpointException wrong) {
        int status = wrong.code().startsWith("no-such") ? 404 : 409;
        throw new FaultException(
            Fault.of(status, wrong.code(), String.valueOf(wrong.getMessage())));
      } catch (FlowLoadException mistakes) {
        throw new FaultException(Fault.of(422, "bad-flow", text(mistakes.diagnostics())));
      } catch (ConnectionException missing) {
        throw new FaultException(
            Fault.of(422, "bad-connection", String.valueOf(missing.getMessage())));
      } catch (SnapshotException unreadable) {
        throw new FaultException(
            Fault.of(422, unreadable.code(), String.valueOf(unreadable.getMessage())));
      } catch (IllegalArgumentException wrong) {
        throw new FaultException(Fault.badRequest("bad-name", String.valueOf(wrong.getMessage())));
      }
    };
  }

  private static String text(List<Diagnostic> diagnostics) {
    return diagnostics.stream()
        .filter(Diagnostic::isError)
        .map(one -> "%s: %s".formatted(one.place(), one.message()))
        .collect(Collectors.joining("\n"));
  }

  private void list(Context ctx) {
    List<Value.Mapping> all =
        store.endpoints().list().stream()
            .filter(one -> isOpen(ctx, one.name()))
            .map(this::shown)
            .toList();
    Replies.json(ctx, new Fields().put("endpoints", all).end());
  }

  private void show(Context ctx, String name) {
    Endpoint found =
        store
            .endpoints()
            .find(name)
            .orElseThrow(() ->
                new FaultException(
                    Fault.of(404, "no-such-endpoint", "There is no endpoint of that name.")));
    Replies.json(ctx, shown(found));
  }

  /// The endpoint as it is stored, and what of it is in force.
  private Value.Mapping shown(Endpoint endpoint) {
    var serving = new Fields();
    var served = live.all().get(endpoint.name());
    if (served != null) {
      var states = new Fields();
      served
          .running()
          .forEach((name, one) ->
              states.put(
                  name,
                  new Fields()
                      .put("version", one.version())
                      .put("variants", one.variants())
                      .put("calls", one.calls())
                      .put(
                          "observed",
                          Observed.of(store.traffic(), endpoint.name(), one.deployment()))));
      serving.put("traffic", EndpointJson.split(served.traffic())).put("loaded", states);
      var failed = new Fields();
      served.failed().forEach(failed::put);
      serving.put("failed", failed);
    }
    var all = new Fields();
    EndpointJson.of(endpoint).entries().forEach(all::put);
    return all.put("serving", serving).end();
  }

  private Deployer deployer(Context ctx) {
    return Operators.deployer(ctx, store, around);
  }

  private EndpointFile endpointFile(Context ctx) {
    var read = EndpointFile.read("request", bodies.read(ctx));
    return read.file().orElseThrow(() -> mistakes(read.diagnostics()));
  }

  private static FaultException mistakes(List<Diagnostic> diagnostics) {
    return new FaultException(Fault.badRequest("bad-body", text(diagnostics)));
  }

  private void create(Context ctx) {
    Endpoint made = deployer(ctx).create(ctx.pathParam("name"), endpointFile(ctx));
    live.follow();
    show(ctx.status(201), made.name());
  }

  private void update(Context ctx) {
    Endpoint now = deployer(ctx).update(ctx.pathParam("name"), endpointFile(ctx));
    live.follow();
    show(ctx, now.name());
  }

  private void delete(Context ctx) {
    deployer(ctx).delete(ctx.pathParam("name"));
    live.follow();
    ctx.status(204);
  }

  private void rollback(Context ctx) {
    Optional<Long> number =
        Optional.ofNullable(ctx.queryParam("change"))
            .filter(said -> said.matches("\\d{1,18}"))
            .map(Long::valueOf);
    Endpoint now = deployer(ctx).rollback(ctx.pathParam("name"), number);
    live.follow();
    show(ctx, now.name());
  }

  private void deploy(Context ctx, boolean fresh) {
    var read = DeploymentFile.read("request", Path.of("").toAbsolutePath(), bodies.read(ctx));
    DeploymentFile file = read.file().orElseThrow(() -> mistakes(read.diagnostics()));
    NoCode.check(file);
    boolean all = "true".equalsIgnoreCase(ctx.queryParam("all_traffic"));
    String endpoint = ctx.pathParam("name");
    Optional<Deployment> like =
        Optional.ofNullable(ctx.queryParam("like")).map(written -> named(ctx, written));
    var _ = deployer(ctx).deploy(endpoint, ctx.pathParam("deployment"), file, like, fresh, all);
    live.follow();
    show(ctx.status(fresh ? 201 : 200), endpoint);
  }

  /// Whether the endpoint is one that the caller may use; if not, it is not there for them.
  private static boolean isOpen(Context ctx, String endpoint) {
    return RoleCheck.caller(ctx).filter(caller -> caller.opens(endpoint)).isPresent();
  }

  /// The deployment that `ENDPOINT/DEPLOYMENT` names.
  private Deployment named(Context ctx, String written) {
    String[] names = written.split("/", 2);
    return store
        .endpoints()
        .find(names[0])
        .filter(found -> isOpen(ctx, found.name()))
        .flatMap(found -> names.length < 2 ? Optional.empty() : found.deployment(names[1]))
        .orElseThrow(() ->
            new FaultException(
                Fault.of(
                    404,
                    "no-such-deployment",
                    "'like' takes ENDPOINT/DEPLOYMENT of a deployment that is there.")));
  }

  private void undeploy(Context ctx) {
    var _ = deployer(ctx).undeploy(ctx.pathParam("name"), ctx.pathParam("deployment"));
    live.follow();
    ctx.status(204);
  }

  private void history(Context ctx) {
    List<Value.Mapping> all =
        store.endpoints().history(ctx.pathParam("name"), HISTORY).stream()
            .map(EndpointJson::of)
            .toList();
    Replies.json(ctx, new Fields().put("changes", all).end());
  }

  private void logs(Context ctx) {
    List<Value.Mapping> lines =
        store
            .traffic()
            .log(
                ctx.pathParam("name"),
                Optional.ofNullable(ctx.queryParam("deployment")),
                number(ctx, "after", 0),
                (int) number(ctx, "lines", 50))
            .stream()
            .map(line ->
                new Fields()
                    .put("number", line.number())
                    .put("when", line.when().toString())
                    .put("deployment", line.deployment())
                    .put("text", line.text())
                    .end())
            .toList();
    Replies.json(ctx, new Fields().put("lines", lines).end());
  }

  private static long number(Context ctx, String name, long standard) {
    String said = ctx.queryParam(name);
    return said != null && said.matches("\\d{1,9}") ? Long.parseLong(said) : standard;
  }
}
