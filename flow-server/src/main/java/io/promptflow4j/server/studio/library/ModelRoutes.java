package io.promptflow4j.server.studio.library;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.promptflow4j.core.deployment.Deployment;
import io.promptflow4j.core.deployment.Endpoint;
import io.promptflow4j.core.model.registry.Labels;
import io.promptflow4j.core.model.registry.ModelRegistry;
import io.promptflow4j.core.model.registry.RegistryChange;
import io.promptflow4j.core.model.registry.RegistryEntry;
import io.promptflow4j.core.model.registry.RegistryReference;
import io.promptflow4j.core.model.registry.Stage;
import io.promptflow4j.core.model.registry.Target;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.route.Replies;
import io.promptflow4j.server.security.Caller;
import io.promptflow4j.server.security.Needs;
import io.promptflow4j.server.security.RoleCheck;
import io.promptflow4j.server.studio.Asked;
import io.promptflow4j.server.studio.ChangeTrail;
import io.promptflow4j.server.studio.Desk;
import io.promptflow4j.server.studio.Workbench;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Answers `/api/studio/models…`: the registry of models, its versions and its past.
public final class ModelRoutes {

  private static final String MODELS = "/api/studio/models";
  private static final String ONE = MODELS + "/{name}/{version}";

  private final Workbench bench;
  private final ModelRegistry registry;
  private final Desk desk;

  public ModelRoutes(Workbench bench, Desk desk) {
    this.bench = bench;
    this.registry = bench.store().models();
    this.desk = desk;
  }

  public void addTo(RoutesConfig routes) {
    routes.get(MODELS, Desk.guarded(this::list), Needs.VIEWER);
    routes.post(MODELS, Desk.guarded(this::register), Needs.AUTHOR);
    routes.get(MODELS + "/{name}", Desk.guarded(this::show), Needs.VIEWER);
    routes.patch(ONE, Desk.guarded(this::relabel), Needs.AUTHOR);
    routes.delete(ONE, Desk.guarded(this::delete), Needs.AUTHOR);
  }

  private void list(Context ctx) {
    List<Value.Mapping> all =
        registry.names().stream()
            .flatMap(name -> registry.versions(name).stream().limit(1))
            .map(this::entry)
            .toList();
    Replies.json(ctx, new Fields().put("models", all).end());
  }

  private void show(Context ctx) {
    String name = ctx.pathParam("name");
    List<RegistryEntry> versions = registry.versions(name);
    List<RegistryChange> history = registry.history(name);
    if (versions.isEmpty() && history.isEmpty()) {
      throw nothing();
    }
    Replies.json(
        ctx,
        new Fields()
            .put("name", name)
            .put("versions", versions.stream().map(this::entry).toList())
            .put("history", history.stream().map(ModelRoutes::change).toList())
            .end());
  }

  private static FaultException nothing() {
    return new FaultException(Fault.of(404, "no-such-entry", "No model is registered so."));
  }

  private void register(Context ctx) {
    Asked asked =
        desk.asked(ctx)
            .only(
                "name",
                "kind",
                "model",
                "connection",
                "base",
                "from_run",
                "stage",
                "description",
                "tags");
    String written = asked.text("kind").orElse("alias");
    Target.Kind kind =
        Target.Kind.named(written).orElseThrow(() -> wrong("kind", Target.Kind.names()));
    var target =
        new Target(
            kind,
            asked.need("model"),
            asked.text("connection"),
            asked.text("base"),
            asked.text("from_run"));
    Labels labels = labels(asked, Labels.NONE);
    RegistryEntry made =
        registry.register(asked.need("name"), target, labels, who(ctx), bench.clock().instant());
    ChangeTrail.says(ctx, "model.register", made.reference().toString());
    Replies.json(ctx.status(201), entry(made));
  }

  private static Labels labels(Asked asked, Labels before) {
    Labels labels = before.withTags(asked.texts("tags"));
    if (asked.fields().entries().containsKey("description")) {
      labels = labels.withDescription(asked.text("description").orElse(""));
    }
    if (asked.text("stage").isPresent()) {
      labels =
          labels.withStage(
              Stage.named(asked.need("stage")).orElseThrow(() -> wrong("stage", Stage.names())));
    }
    return asked.truth("archived").map(labels::withArchived).orElse(labels);
  }

  private static FaultException wrong(String field, List<String> known) {
    return new FaultException(
        Fault.badRequest(
            "bad-field", "'%s' is one of %s.".formatted(field, String.join(", ", known))));
  }

  private static String who(Context ctx) {
    return RoleCheck.caller(ctx).map(Caller::name).orElse("unknown");
  }

  private RegistryReference named(Context ctx) {
    String version = ctx.pathParam("version");
    if (!version.matches("[1-9]\\d{0,8}")) {
      throw nothing();
    }
    return RegistryReference.to(ctx.pathParam("name"), Integer.parseInt(version));
  }

  private void relabel(Context ctx) {
    RegistryReference reference = named(ctx);
    Asked asked = desk.asked(ctx).only("stage", "description", "tags", "archived");
    ChangeTrail.says(ctx, "model.update", reference.toString(), asked.fields());
    Replies.json(
        ctx,
        entry(
            registry.relabel(
                reference, before -> labels(asked, before), who(ctx), bench.clock().instant())));
  }

  private void delete(Context ctx) {
    RegistryReference reference = named(ctx);
    ChangeTrail.says(ctx, "model.delete", reference.toString());
    registry.delete(reference, this::users, who(ctx), bench.clock().instant());
    ctx.status(204);
  }

  /// The deployments that call what an entry stands for, through the connection it names if it
  /// names one.
  private List<String> users(RegistryEntry entry) {
    var users = new ArrayList<String>();
    for (Endpoint endpoint : bench.store().endpoints().list()) {
      for (Deployment deployment : endpoint.deployments().values()) {
        if (calls(deployment, entry.target())) {
          users.add(endpoint.name() + "/" + deployment.name());
        }
      }
    }
    return users;
  }

  private static boolean calls(Deployment deployment, Target target) {
    Deployment.Binding binding = deployment.binding();
    boolean all = binding.model().filter(model -> isModel(model, target)).isPresent();
    return all
        || binding.connections().values().stream().anyMatch(fields -> isBound(fields, target));
  }

  private static boolean isModel(String written, Target target) {
    return written.substring(written.indexOf('/') + 1).equals(target.model())
        || written.equals("model:" + target.model());
  }

  private static boolean isBound(Map<String, String> fields, Target target) {
    boolean model =
        target.model().equals(fields.get("model"))
            || target.model().equals(fields.get("deployment_name"));
    String connection = fields.getOrDefault("connection", "");
    return model && target.connection().filter(one -> !one.equals(connection)).isEmpty();
  }

  private Value.Mapping entry(RegistryEntry entry) {
    return fields(entry).put("used_by", users(entry).stream().map(Value::of).toList()).end();
  }

  private static Fields fields(RegistryEntry entry) {
    var tags = new Fields();
    entry.labels().tags().forEach(tags::put);
    return new Fields()
        .put("name", entry.name())
        .put("version", entry.version())
        .put("kind", entry.target().kind().written())
        .put("model", entry.target().model())
        .put("connection", entry.target().connection())
        .put("base", entry.target().base())
        .put("from_run", entry.target().fromRun())
        .put("stage", entry.labels().stage().written())
        .put("description", entry.labels().description())
        .put("tags", tags)
        .put("archived", entry.labels().archived())
        .put("created_by", entry.createdBy())
        .put("created", entry.created().toString());
  }

  private static Value.Mapping change(RegistryChange change) {
    var fields =
        new Fields()
            .put("when", change.when().toString())
            .put("who", change.who())
            .put("what", change.what().written())
            .put("version", change.version());
    change.after().ifPresent(after -> fields.put("stage", after.labels().stage().written()));
    return fields.end();
  }
}
