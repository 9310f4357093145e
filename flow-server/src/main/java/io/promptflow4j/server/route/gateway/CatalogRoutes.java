package io.promptflow4j.server.route.gateway;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.promptflow4j.core.model.catalog.Capability;
import io.promptflow4j.core.model.catalog.Catalog;
import io.promptflow4j.core.model.catalog.Kind;
import io.promptflow4j.core.model.catalog.Offering;
import io.promptflow4j.core.model.catalog.Status;
import io.promptflow4j.core.model.catalog.Task;
import io.promptflow4j.core.model.catalog.choice.OfferingFilter;
import io.promptflow4j.core.model.catalog.choice.OfferingJson;
import io.promptflow4j.core.model.registry.ModelRegistry;
import io.promptflow4j.core.model.registry.RegistryEntry;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.route.Replies;
import io.promptflow4j.server.security.Needs;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Shows what models there are: those of the catalog, and those that are registered.
public final class CatalogRoutes {

  private static final int USUAL = 50;
  private static final int MOST = 1_000;
  private static final Set<String> PARAMETERS =
      Set.of(
          "search",
          "provider",
          "publisher",
          "can",
          "task",
          "input",
          "min_context",
          "max_input_price",
          "max_output_price",
          "license",
          "status",
          "limit",
          "offset");

  private final Catalog catalog;
  private final ModelRegistry registry;

  public CatalogRoutes(Catalog catalog, ModelRegistry registry) {
    this.catalog = catalog;
    this.registry = registry;
  }

  public void addTo(RoutesConfig routes) {
    addTo(routes, "/catalog");
  }

  /// The same under another address than `/catalog`.
  public void addTo(RoutesConfig routes, String address) {
    routes.get(address + "/models", this::list, Needs.VIEWER);
    routes.get(address + "/models/<model>", this::show, Needs.VIEWER);
    routes.get(address + "/registry", this::registered, Needs.VIEWER);
    routes.get(address + "/registry/{name}", this::versions, Needs.VIEWER);
  }

  private static LocalDate today() {
    return LocalDate.now(Clock.systemUTC());
  }

  private void list(Context ctx) {
    for (String name : ctx.queryParamMap().keySet()) {
      if (!PARAMETERS.contains(name)) {
        throw wrong("There is no such parameter; there are " + String.join(", ", sorted()));
      }
    }
    OfferingFilter filter = filter(ctx);
    List<Offering> found = catalog.offerings().stream().filter(filter::fits).toList();
    int offset = number(ctx, "offset", 0, Integer.MAX_VALUE);
    int limit = number(ctx, "limit", USUAL, MOST);
    Replies.json(
        ctx,
        new Fields()
            .put("total", found.size())
            .put("offset", offset)
            .put(
                "models",
                found.stream()
                    .skip(offset)
                    .limit(limit)
                    .map(one -> OfferingJson.of(one, filter.day()))
                    .toList())
            .end());
  }

  private static List<String> sorted() {
    return PARAMETERS.stream().sorted().toList();
  }

  private static OfferingFilter filter(Context ctx) {
    @Nullable String search = ctx.queryParam("search");
    return new OfferingFilter(
        texts(ctx, "provider"),
        texts(ctx, "publisher"),
        chosen(ctx, "can", Capability::named, Capability.names()),
        chosen(ctx, "task", Task::named, Task.names()),
        chosen(ctx, "input", Kind::named, Kind.names()),
        amount(ctx, "min_context").map(BigDecimal::longValue),
        amount(ctx, "max_input_price"),
        amount(ctx, "max_output_price"),
        Optional.ofNullable(ctx.queryParam("license")),
        chosen(ctx, "status", Status::named, Status.names()),
        search == null || search.isBlank()
            ? List.of()
            : Arrays.asList(search.strip().split("\\s+", -1)),
        false,
        today());
  }

  private static List<String> texts(Context ctx, String name) {
    @Nullable String said = ctx.queryParam(name);
    return said == null || said.isBlank() ? List.of() : List.of(said.split(",", -1));
  }

  private static <E> Set<E> chosen(
      Context ctx, String name, Function<String, Optional<E>> named, List<String> known) {
    var chosen = new LinkedHashSet<E>();
    for (String one : texts(ctx, name)) {
      chosen.add(
          named
              .apply(one.strip())
              .orElseThrow(
                  () -> wrong("%s is one of %s".formatted(name, String.join(", ", known)))));
    }
    return chosen;
  }

  private static Optional<BigDecimal> amount(Context ctx, String name) {
    @Nullable String said = ctx.queryParam(name);
    if (said == null) {
      return Optional.empty();
    }
    if (!said.matches("\\d{1,12}(\\.\\d{1,6})?")) {
      throw wrong(name + " takes a number");
    }
    return Optional.of(new BigDecimal(said));
  }

  private static int number(Context ctx, String name, int usual, int most) {
    return amount(ctx, name)
        .map(amount -> amount.min(BigDecimal.valueOf(most)).intValue())
        .orElse(usual);
  }

  private static FaultException wrong(String message) {
    return new FaultException(Fault.badRequest("bad-parameter", message + "."));
  }

  private void show(Context ctx) {
    List<Offering> found = catalog.offered(ctx.pathParam("model"));
    if (found.isEmpty()) {
      throw nothing();
    }
    Replies.json(
        ctx,
        new Fields()
            .put("models", found.stream().map(one -> OfferingJson.whole(one, today())).toList())
            .end());
  }

  private static FaultException nothing() {
    return new FaultException(
        Fault.of(404, "model-not-found", "There is no model of that name.", "model"));
  }

  private void registered(Context ctx) {
    List<Value.Mapping> all =
        registry.names().stream()
            .flatMap(name ->
                registry.versions(name).stream()
                    .filter(entry -> !entry.labels().archived())
                    .limit(1))
            .map(CatalogRoutes::entry)
            .toList();
    Replies.json(ctx, new Fields().put("models", all).end());
  }

  private void versions(Context ctx) {
    List<RegistryEntry> versions = registry.versions(ctx.pathParam("name"));
    if (versions.isEmpty()) {
      throw nothing();
    }
    Replies.json(
        ctx,
        new Fields().put("versions", versions.stream().map(CatalogRoutes::entry).toList()).end());
  }

  private static Value.Mapping entry(RegistryEntry entry) {
    return new Fields()
        .put("name", entry.name())
        .put("version", entry.version())
        .put("kind", entry.target().kind().written())
        .put("model", entry.target().model())
        .put("connection", entry.target().connection())
        .put("base", entry.target().base())
        .put("stage", entry.labels().stage().written())
        .put("description", entry.labels().description())
        .put("tags", texts(entry.labels().tags()))
        .put("is_archived", entry.labels().archived())
        .put("created_by", entry.createdBy())
        .put("created_on", entry.created().toString())
        .end();
  }

  private static Fields texts(Map<String, String> texts) {
    var fields = new Fields();
    texts.forEach(fields::put);
    return fields;
  }
}
