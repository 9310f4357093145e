package io.promptflow4j.server.route.admin;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.promptflow4j.core.run.access.AccessKey;
import io.promptflow4j.core.run.access.AccessKeys;
import io.promptflow4j.core.run.access.Grant;
import io.promptflow4j.core.run.access.KeyEnd;
import io.promptflow4j.core.run.access.KeyJson;
import io.promptflow4j.core.run.access.Quota;
import io.promptflow4j.core.run.access.Role;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.api.ScoreInputs;
import io.promptflow4j.server.route.Bodies;
import io.promptflow4j.server.route.Replies;
import io.promptflow4j.server.route.endpoint.Operators;
import io.promptflow4j.server.security.Needs;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Answers `/api/keys`: makes, lists, rotates and revokes keys of the workspace. A key stands in
/// the one answer that makes it, and nowhere else.
public final class KeyRoutes {

  private static final Set<String> FIELDS = Set.of("name", "role", "endpoints", "expires", "quota");
  private static final int LONGEST_NAME = 100;
  private static final String DAY = "24h";

  private final AccessKeys keys;
  private final Bodies bodies;
  private final InstantSource clock;

  public KeyRoutes(AccessKeys keys, Bodies bodies, InstantSource clock) {
    this.keys = keys;
    this.bodies = bodies;
    this.clock = clock;
  }

  public void addTo(RoutesConfig routes) {
    String one = "/api/keys/{key}";
    routes.get("/api/keys", Administrators.guarded(this::list), Needs.ADMIN);
    routes.post("/api/keys", Administrators.guarded(this::create), Needs.ADMIN);
    routes.get(one, Administrators.guarded(this::show), Needs.ADMIN);
    routes.delete(one, Administrators.guarded(this::revoke), Needs.ADMIN);
    routes.post(one + "/rotate", Administrators.guarded(this::rotate), Needs.ADMIN);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private void list(Context ctx) {
    Instant now = now();
    boolean all = "true".equalsIgnoreCase(ctx.queryParam("all"));
    List<Value.Mapping> found =
        keys.list().stream()
            .filter(key -> all || key.state(now) == AccessKey.State.ACTIVE)
            .map(key -> KeyJson.of(key, now).end())
            .toList();
    Replies.json(ctx, new Fields().put("keys", found).end());
  }

  private AccessKey named(Context ctx) {
    return keys.find(ctx.pathParam("key"))
        .orElseThrow(() ->
            new FaultException(
                Fault.of(404, "no-such-key", "No key has that id, or exactly that name.")));
  }

  private void show(Context ctx) {
    Replies.json(ctx, KeyJson.of(named(ctx), now()).end());
  }

  private void create(Context ctx) {
    Instant now = now();
    Grant grant = grant(ScoreInputs.object(bodies.read(ctx)), now);
    made(ctx, keys.create(grant, Operators.who(ctx), now), now);
  }

  private static void made(Context ctx, AccessKeys.Made made, Instant now) {
    Replies.json(
        ctx.status(201), KeyJson.of(made.kept(), now).put("key", made.text().reveal()).end());
  }

  private static Grant grant(Value.Mapping said, Instant now) {
    said.entries().keySet().stream()
        .filter(field -> !FIELDS.contains(field))
        .findFirst()
        .ifPresent(field -> {
          throw bad(field, "a key has 'name', 'role', 'endpoints', 'expires' and 'quota'");
        });
    String name = text(said, "name").orElse("");
    if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
      throw bad("name", "a name has at most 100 printable characters");
    }
    String role = text(said, "role").orElse(Role.RUNNER.written());
    return new Grant(
        name,
        Role.named(role)
            .orElseThrow(() -> bad("role", "one of " + String.join(", ", Role.names()))),
        endpoints(said),
        quota(text(said, "quota").orElse("")),
        end(text(said, "expires").orElse(KeyEnd.USUAL), now));
  }

  private static Optional<String> text(Value.Mapping said, String field) {
    return switch (said.get(field)) {
      case null -> Optional.empty();
      case Value.Null _ -> Optional.empty();
      case Value.Text(var text) -> Optional.of(text);
      default -> throw bad(field, "this is a text");
    };
  }

  private static List<String> endpoints(Value.Mapping said) {
    var names = new ArrayList<String>();
    switch (said.get("endpoints")) {
      case null -> {}
      case Value.Sequence(var items) ->
          items.forEach(item -> {
            if (!(item instanceof Value.Text(var name)) || name.isBlank()) {
              throw bad("endpoints", "a list of names; without any, all are open");
            }
            names.add(name);
          });
      default -> throw bad("endpoints", "a list of names; without any, all are open");
    }
    return names;
  }

  private static Quota quota(String written) {
    try {
      return Quota.read(written);
    } catch (IllegalArgumentException wrong) {
      throw bad("quota", String.valueOf(wrong.getMessage()));
    }
  }

  private static Optional<Instant> end(String written, Instant now) {
    try {
      return KeyEnd.read(written, now);
    } catch (IllegalArgumentException wrong) {
      throw bad("expires", String.valueOf(wrong.getMessage()));
    }
  }

  private static FaultException bad(String field, String message) {
    return new FaultException(
        Fault.of(400, "bad-key", "'%s': %s.".formatted(field, message), field));
  }

  private void revoke(Context ctx) {
    AccessKey found = named(ctx);
    if (!keys.revoke(found.id(), Operators.who(ctx), now())) {
      throw new FaultException(Fault.of(409, "key-ended", "The key has ended already."));
    }
    ctx.status(204);
  }

  private void rotate(Context ctx) {
    Instant now = now();
    AccessKey old = named(ctx);
    if (old.state(now) != AccessKey.State.ACTIVE) {
      throw new FaultException(Fault.of(409, "key-ended", "The key has ended; make a new one."));
    }
    byte[] body = bodies.read(ctx);
    Value.Mapping said = body.length == 0 ? Value.Mapping.EMPTY : ScoreInputs.object(body);
    Duration overlap =
        KeyEnd.span(text(said, "overlap").orElse(DAY))
            .orElseThrow(() -> bad("overlap", "a time such as 24h or 0s"));
    made(ctx, keys.rotate(old, now.plus(overlap), Operators.who(ctx), now), now);
  }
}
