package io.promptflow4j.server.studio.library;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.promptflow4j.core.model.connection.ConnectionDraft;
import io.promptflow4j.core.model.connection.ConnectionException;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.connection.Secret;
import io.promptflow4j.core.model.connection.store.ConnectionStore;
import io.promptflow4j.core.run.access.Role;
import io.promptflow4j.core.source.Severity;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.route.Replies;
import io.promptflow4j.server.security.Needs;
import io.promptflow4j.server.security.RoleCheck;
import io.promptflow4j.server.studio.Asked;
import io.promptflow4j.server.studio.ChangeTrail;
import io.promptflow4j.server.studio.Desk;
import io.promptflow4j.server.studio.Workbench;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Answers `/api/studio/connections…` and `…/connection-types`.
///
/// Secrets go in and never come out: what is answered says which are there. No request names a
/// variable of the machine or a file outside the workspace, and where the address of a connection
/// changes its secrets have to be given anew, so that none is sent where its owner never meant.
public final class ConnectionRoutes {

  private static final String ALL = "/api/studio/connections";
  private static final String ONE = ALL + "/{name}";
  private static final Set<String> ADDRESSES =
      Set.of("base_url", "api_base", "endpoint", "region", "resource_id", "rules");

  private final Workbench bench;
  private final Desk desk;

  public ConnectionRoutes(Workbench bench, Desk desk) {
    this.bench = bench;
    this.desk = desk;
  }

  public void addTo(RoutesConfig routes) {
    routes.get("/api/studio/connection-types", Desk.guarded(this::types), Needs.VIEWER);
    routes.get(ALL, Desk.guarded(this::list), Needs.VIEWER);
    routes.put(ONE, Desk.guarded(this::save), Needs.OPERATOR);
    routes.delete(ONE, Desk.guarded(this::delete), Needs.OPERATOR);
  }

  private ConnectionStore store() {
    return ConnectionStore.ofUser(bench.environment());
  }

  private void types(Context ctx) {
    List<Value.Mapping> types =
        Stream.of(ConnectionType.values()).map(ConnectionRoutes::type).toList();
    Replies.json(ctx, new Fields().put("types", types).end());
  }

  private static Value.Mapping type(ConnectionType type) {
    var defaults = new Fields();
    type.defaults().forEach(defaults::put);
    return new Fields()
        .put("name", type.yamlName())
        .put("class", type.className())
        .put("settings", texts(type.plainFields()))
        .put("options", texts(type.callFields().stream().filter(one -> !isFile(one)).toList()))
        .put("secrets", texts(type.secretFields().stream().sorted().toList()))
        .put("required", texts(type.requiredFields()))
        .put("defaults", defaults)
        .put("models", type.reachesModels())
        .put("open", type.isOpen())
        .end();
  }

  private static List<Value> texts(Collection<String> texts) {
    return texts.stream().<Value>map(Value::of).toList();
  }

  private static boolean isFile(String field) {
    return field.endsWith("_file");
  }

  private void list(Context ctx) {
    boolean whole =
        RoleCheck.caller(ctx).filter(one -> one.role().includes(Role.AUTHOR)).isPresent();
    ConnectionStore store = store();
    List<Value.Mapping> all =
        store.names().stream().map(name -> shown(store, name, whole)).toList();
    Replies.json(ctx, new Fields().put("connections", all).end());
  }

  /// @param whole whether the settings are shown as well
  private static Value.Mapping shown(ConnectionStore store, String name, boolean whole) {
    try {
      return store
          .find(name)
          .map(draft -> shown(draft, whole))
          .orElseGet(() -> new Fields().put("name", name).end());
    } catch (ConnectionException broken) {
      return new Fields()
          .put("name", name)
          .put("problem", "It can't be read: %s".formatted(broken.getMessage()))
          .end();
    }
  }

  private static Value.Mapping shown(ConnectionDraft draft, boolean whole) {
    var settings = new Fields();
    if (whole) {
      draft.settings().forEach(settings::put);
    }
    return new Fields()
        .put("name", draft.name())
        .put("type", draft.type().yamlName())
        .put("settings", settings)
        .put("secrets", texts(draft.secrets().keySet()))
        .put("models", draft.type().reachesModels())
        .end();
  }

  private void save(Context ctx) {
    String name = ctx.pathParam("name");
    Asked asked = desk.asked(ctx).only("type", "settings", "secrets");
    ConnectionType type =
        ConnectionType.named(asked.need("type"))
            .orElseThrow(() -> bad("bad-type", "there is no type of connection of that name"));
    Map<String, String> settings = settings(type, asked.texts("settings"));
    Map<String, Secret> secrets = secrets(type, asked.texts("secrets"));
    ConnectionStore store = store();
    Optional<ConnectionDraft> before = store.find(name);
    before.ifPresent(stored -> checkSecrets(stored, settings, secrets));
    var draft =
        new ConnectionDraft(
            name,
            type,
            new LinkedHashMap<>(settings),
            new LinkedHashMap<>(secrets),
            Optional.empty());
    ConnectionDraft whole = before.map(stored -> kept(draft, stored)).orElse(draft);
    whole.remarks().stream()
        .filter(remark -> remark.severity() == Severity.ERROR)
        .findFirst()
        .ifPresent(remark -> {
          throw new FaultException(Fault.of(422, remark.code(), remark.message()));
        });
    ChangeTrail.says(
        ctx,
        before.isPresent() ? "connection.update" : "connection.create",
        name,
        new Fields().put("type", type.yamlName()).put("secrets", texts(secrets.keySet())).end());
    store.save(whole);
    Replies.json(ctx, shown(whole, true));
  }

  /// What was asked for, with the secrets that are not given anew; settings left out are gone.
  private static ConnectionDraft kept(ConnectionDraft asked, ConnectionDraft stored) {
    if (asked.type() != stored.type()) {
      throw new FaultException(
          Fault.of(409, "other-type", "The type of a connection can't change; delete it first."));
    }
    ConnectionDraft whole = asked;
    for (Map.Entry<String, Secret> secret : stored.secrets().entrySet()) {
      if (!asked.secrets().containsKey(secret.getKey())) {
        whole = whole.withSecret(secret.getKey(), secret.getValue());
      }
    }
    return new ConnectionDraft(
        whole.name(), whole.type(), whole.settings(), whole.secrets(), stored.customType());
  }

  private static void checkSecrets(
      ConnectionDraft stored, Map<String, String> settings, Map<String, Secret> secrets) {
    boolean moves =
        ADDRESSES.stream()
            .anyMatch(field ->
                !stored
                    .settings()
                    .getOrDefault(field, stored.type().defaults().getOrDefault(field, ""))
                    .equals(
                        settings.getOrDefault(
                            field, stored.type().defaults().getOrDefault(field, ""))));
    boolean isOpen = stored.type().isOpen() && !stored.settings().equals(settings);
    if ((moves || isOpen) && !secrets.keySet().containsAll(stored.secrets().keySet())) {
      throw new FaultException(
          Fault.of(
              422,
              "secrets-needed",
              "The address changes, so give the secrets again: they are not sent to another place"
                  + " unless somebody who knows them says so."));
    }
  }

  private Map<String, String> settings(ConnectionType type, Map<String, String> asked) {
    var settings = new LinkedHashMap<String, String>();
    asked.forEach((field, value) -> {
      boolean known =
          type.isOpen() || type.plainFields().contains(field) || type.callFields().contains(field);
      if (!known || isFile(field)) {
        throw bad("bad-field", "'%s' can't be set here".formatted(field));
      }
      checkPlain(field, value);
      if (!value.isBlank()) {
        boolean isRules = type == ConnectionType.SCRIPTED && field.equals("rules");
        settings.put(field, isRules ? bench.existing(value).toString() : value);
      }
    });
    return settings;
  }

  private static Map<String, Secret> secrets(ConnectionType type, Map<String, String> asked) {
    var secrets = new LinkedHashMap<String, Secret>();
    asked.forEach((field, value) -> {
      if (!type.isOpen() && !type.secretFields().contains(field)) {
        throw bad("bad-field", "'%s' is no secret of this type".formatted(field));
      }
      checkPlain(field, value);
      if (!value.isBlank()) {
        secrets.put(field, new Secret(value));
      }
    });
    return secrets;
  }

  /// No variable of the machine and no file of it is named over HTTP.
  private static void checkPlain(String field, String value) {
    String text = value.strip();
    if (text.startsWith("env:") || text.startsWith("file:") || text.contains("${")) {
      throw bad(
          "no-reference",
          "'%s' can't refer to a variable or a file here; use pf connection".formatted(field));
    }
  }

  private static FaultException bad(String code, String message) {
    return new FaultException(Fault.badRequest(code, message + "."));
  }

  private void delete(Context ctx) {
    String name = ctx.pathParam("name");
    ChangeTrail.says(ctx, "connection.delete", name);
    if (!store().delete(name)) {
      throw new FaultException(
          Fault.of(404, "no-such-connection", "There is no connection of that name."));
    }
    ctx.status(204);
  }
}
