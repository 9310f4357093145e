package io.promptflow4j.server.route.endpoint;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.promptflow4j.core.dataset.catalog.DataReference;
import io.promptflow4j.core.dataset.catalog.NamedData;
import io.promptflow4j.core.deployment.Endpoint;
import io.promptflow4j.core.deployment.Endpoints;
import io.promptflow4j.core.deployment.Retention;
import io.promptflow4j.core.deployment.file.Span;
import io.promptflow4j.core.deployment.traffic.CollectedRow;
import io.promptflow4j.core.deployment.traffic.Feedback;
import io.promptflow4j.core.deployment.traffic.ServedRequest;
import io.promptflow4j.core.deployment.traffic.ServedTraffic;
import io.promptflow4j.core.deployment.traffic.ServedTraffic.Choice;
import io.promptflow4j.core.deployment.traffic.ServedTraffic.Forgetting;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.api.ScoreInputs;
import io.promptflow4j.server.deployment.witness.CollectedData;
import io.promptflow4j.server.route.Bodies;
import io.promptflow4j.server.route.Replies;
import io.promptflow4j.server.security.Needs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Answers `/api/endpoints/NAME/requests…`, `…/rows` and `…/feedback`: what `pf endpoint requests`,
/// `collect`, `feedback` and `forget` do.
public final class TrafficApi {

  private static final int USUAL = 50;
  private static final int MOST = 1_000;

  private final RunStore store;
  private final Path folder;
  private final Bodies bodies;
  private final InstantSource clock;

  /// @param folder where data sets that are made of requests are kept
  public TrafficApi(RunStore store, Path folder, Bodies bodies, InstantSource clock) {
    this.store = store;
    this.folder = folder;
    this.bodies = bodies;
    this.clock = clock;
  }

  public void addTo(RoutesConfig routes) {
    String all = "/api/endpoints/{name}/requests";
    String one = all + "/{request}";
    routes.get(all, EndpointApi.guarded(this::list), Needs.OPERATOR);
    routes.delete(all, EndpointApi.guarded(this::forget), Needs.OPERATOR);
    routes.get(one, EndpointApi.guarded(this::show), Needs.OPERATOR);
    routes.post(one + "/feedback", EndpointApi.guarded(this::give), Needs.OPERATOR);
    routes.get("/api/endpoints/{name}/rows", EndpointApi.guarded(this::rows), Needs.OPERATOR);
    routes.post("/api/endpoints/{name}/data", EndpointApi.guarded(this::data), Needs.OPERATOR);
    routes.get("/api/endpoints/{name}/feedback", EndpointApi.guarded(this::said), Needs.OPERATOR);
  }

  private Endpoint found(Context ctx) {
    String name = ctx.pathParam("name");
    return store.endpoints().find(name).orElseThrow(() -> Endpoints.missing(name));
  }

  private Choice choice(Context ctx) {
    Choice choice =
        Choice.of(found(ctx).name())
            .withDeployment(Optional.ofNullable(ctx.queryParam("deployment")))
            .withRole(
                isTrue(ctx, "shadows") ? Optional.empty() : Optional.of(ServedRequest.Role.ANSWER))
            .withSince(Optional.ofNullable(ctx.queryParam("since")).map(this::moment));
    return isTrue(ctx, "completed") ? choice.completed() : choice;
  }

  private static boolean isTrue(Context ctx, String name) {
    return "true".equalsIgnoreCase(ctx.queryParam(name));
  }

  private Instant moment(String said) {
    try {
      return Instant.parse(said);
    } catch (DateTimeParseException _) {
      return clock.instant().minus(span("since", said));
    }
  }

  private static Duration span(String name, String said) {
    try {
      return Span.read(said);
    } catch (IllegalArgumentException wrong) {
      throw new FaultException(
          Fault.of(400, "bad-time", "'%s': %s.".formatted(name, wrong.getMessage()), name));
    }
  }

  private static OptionalInt number(Context ctx, String name) {
    @Nullable String said = ctx.queryParam(name);
    if (said == null) {
      return OptionalInt.empty();
    }
    if (!said.matches("\\d{1,9}")) {
      throw new FaultException(
          Fault.of(400, "bad-number", "'%s' takes a whole number from 0.".formatted(name), name));
    }
    return OptionalInt.of(Integer.parseInt(said));
  }

  private void list(Context ctx) {
    Choice choice = choice(ctx);
    List<Value.Mapping> found =
        store.traffic().newest(choice, Math.min(MOST, number(ctx, "lines").orElse(USUAL))).stream()
            .map(CollectedRow::served)
            .toList();
    ServedTraffic.Amount amount = store.traffic().amount(choice.endpoint());
    Replies.json(
        ctx,
        new Fields()
            .put("requests", found)
            .put("kept", amount.requests())
            .put("feedback", amount.feedback())
            .put("oldest", amount.oldest().map(Object::toString))
            .end());
  }

  private List<ServedRequest> named(Context ctx) {
    List<ServedRequest> found = store.traffic().named(found(ctx).name(), ctx.pathParam("request"));
    if (found.isEmpty()) {
      throw new FaultException(Fault.of(404, "no-such-request", "No request of that id is kept."));
    }
    return found;
  }

  private void show(Context ctx) {
    List<ServedRequest> found = named(ctx);
    var rows = new CollectedRow(store.traffic().feedback(ctx.pathParam("name")));
    Replies.json(ctx, new Fields().put("requests", found.stream().map(rows::of).toList()).end());
  }

  private void give(Context ctx) {
    String id = named(ctx).getFirst().id();
    Value.Mapping said = Feedback.read(ScoreInputs.text(bodies.read(ctx)));
    store
        .traffic()
        .keep(
            new Feedback(
                ctx.pathParam("name"),
                Optional.of(id),
                Optional.empty(),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                said));
    Replies.json(ctx.status(201), said);
  }

  private void said(Context ctx) {
    List<Value.Mapping> all =
        store.traffic().feedback(found(ctx).name()).stream()
            .map(one ->
                new Fields()
                    .put("when", one.when().toString())
                    .put("request_id", one.request())
                    .put("trace", one.trace())
                    .put("said", one.said())
                    .end())
            .toList();
    Replies.json(ctx, new Fields().put("feedback", all).end());
  }

  /// Rows of a data set, a line each, as `pf endpoint collect` writes them.
  private void rows(Context ctx) throws IOException {
    Choice choice = choice(ctx);
    var rows = new CollectedRow(store.traffic().feedback(choice.endpoint()));
    ctx.header("Cache-Control", "no-store").contentType("application/jsonl");
    try (Stream<ServedRequest> found = store.traffic().requests(choice)) {
      OutputStream out = ctx.res().getOutputStream();
      for (Iterator<ServedRequest> each = found.iterator(); each.hasNext(); ) {
        String row = Json.write(rows.of(each.next())) + "\n";
        out.write(row.getBytes(StandardCharsets.UTF_8));
      }
      out.flush();
    }
  }

  /// Makes a named data set; the file is the server's own, and named by nobody else.
  private void data(Context ctx) throws IOException {
    Choice choice = choice(ctx);
    Value.Mapping said = ScoreInputs.object(bodies.read(ctx));
    String name = said.get("name") instanceof Value.Text(var text) ? text : "";
    if (DataReference.parse(name + ":1").isEmpty()) {
      throw new FaultException(
          Fault.of(400, "bad-data-name", "'name': the name of a data set.", "name"));
    }
    Files.createDirectories(folder);
    Path file = folder.resolve("collected-%s.jsonl".formatted(UUID.randomUUID()));
    int rows = CollectedData.write(store.traffic(), choice, file, Json::write);
    if (rows == 0) {
      Files.delete(file);
      throw new FaultException(Fault.of(409, "nothing-collected", "No such request is kept."));
    }
    NamedData made = CollectedData.register(store, choice.endpoint(), name, file);
    if (!made.path().equals(file.toString())) {
      Files.delete(file); // the newest version has the same rows
    }
    Replies.json(
        ctx.status(201),
        new Fields().put("data", made.reference().toString()).put("rows", made.rows()).end());
  }

  private void forget(Context ctx) {
    Endpoint endpoint = found(ctx);
    var said =
        new Retention(
            Optional.ofNullable(ctx.queryParam("older_than"))
                .map(written -> span("older_than", written)),
            number(ctx, "keep"));
    Retention rule = said.isLimited() ? said : endpoint.settings().retention();
    if (!rule.isLimited()) {
      throw new FaultException(
          Fault.badRequest("no-retention", "Say 'older_than' or 'keep': there is no retention."));
    }
    int gone =
        store
            .traffic()
            .forget(endpoint.name(), Forgetting.of(rule, clock.instant()).by(Operators.who(ctx)));
    Replies.json(
        ctx,
        new Fields()
            .put("forgotten", gone)
            .put("kept", store.traffic().amount(endpoint.name()).requests())
            .end());
  }
}
