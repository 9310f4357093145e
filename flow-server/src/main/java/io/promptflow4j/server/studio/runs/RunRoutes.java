package io.promptflow4j.server.studio.runs;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunLabels;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStore.RunFilter;
import io.promptflow4j.core.run.RunStore.SnapshotFile;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.route.Replies;
import io.promptflow4j.server.security.Needs;
import io.promptflow4j.server.studio.Asked;
import io.promptflow4j.server.studio.ChangeTrail;
import io.promptflow4j.server.studio.Desk;
import io.promptflow4j.server.studio.Workbench;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Answers `/api/studio/runs…`: lists and details for viewers; making, labelling, stopping,
/// resuming and deleting runs for authors.
public final class RunRoutes {

  private static final int MOST = 1_000;
  private static final String RUNS = "/api/studio/runs";
  private static final String ONE = RUNS + "/{name}";

  private final Workbench bench;
  private final RunStore store;
  private final Desk desk;
  private final RunWork work;
  private final RunShape shape;

  /// @param work stays its owner's to close
  public RunRoutes(Workbench bench, Desk desk, RunWork work) {
    this.bench = bench;
    this.store = bench.store();
    this.desk = desk;
    this.work = work;
    this.shape = new RunShape(bench);
  }

  public void addTo(RoutesConfig routes) {
    routes.get(RUNS, Desk.guarded(this::list), Needs.VIEWER);
    routes.post(RUNS, Desk.guarded(this::make), Needs.AUTHOR);
    routes.get(ONE, Desk.guarded(this::show), Needs.VIEWER);
    routes.patch(ONE, Desk.guarded(this::label), Needs.AUTHOR);
    routes.delete(ONE, Desk.guarded(this::delete), Needs.AUTHOR);
    routes.post(ONE + "/cancel", Desk.guarded(this::cancel), Needs.AUTHOR);
    routes.post(ONE + "/resume", Desk.guarded(this::resume), Needs.AUTHOR);
    routes.get(ONE + "/snapshot", Desk.guarded(this::snapshot), Needs.VIEWER);
    routes.get(ONE + "/snapshot/<file>", Desk.guarded(this::file), Needs.VIEWER);
    new RowRoutes(store).addTo(routes, ONE);
  }

  private void list(Context ctx) {
    @Nullable String archived = ctx.queryParam("archived");
    @Nullable String parent = ctx.queryParam("parent");
    var filter =
        new RunFilter(
            "only".equals(archived),
            "with".equals(archived),
            Optional.ofNullable(ctx.queryParam("experiment")),
            Optional.ofNullable(parent).map(RunName::new),
            (int) Desk.number(ctx, "most", 200, MOST));
    List<Value.Mapping> runs =
        store.list(filter).stream().map(run -> shape.brief(run).end()).toList();
    Replies.json(ctx, new Fields().put("runs", runs).end());
  }

  private Run found(Context ctx) {
    RunName name = Desk.run(ctx, "name");
    return store
        .find(name)
        .orElseThrow(
            () -> new RunStoreException.NoSuchRun("There is no run '%s'.".formatted(name)));
  }

  private void show(Context ctx) {
    Run run = found(ctx);
    var children = new RunFilter(false, true, Optional.empty(), Optional.of(run.name()), MOST);
    Replies.json(
        ctx,
        shape
            .whole(run)
            .put("working", work.isAt(run.name()))
            .put(
                "children",
                store.list(children).stream().map(one -> shape.brief(one).end()).toList())
            .put("aggregation", artefact(run.name(), Run.AGGREGATION))
            .put("models", artefact(run.name(), Run.MODELS))
            .put("data_versions", versions(run))
            .end());
  }

  /// The named data sets that have the rows the run was made from.
  private List<Value> versions(Run run) {
    return run.pinned().data().map(Digest::hex).stream()
        .flatMap(digest ->
            store.data().list().stream()
                .flatMap(newest -> store.data().versions(newest.name()).stream())
                .filter(version -> version.digest().equals(digest))
                .map(version -> (Value) Value.of(version.reference().toString())))
        .toList();
  }

  private Value artefact(RunName name, String file) {
    return store.artefacts(name).stream()
        .filter(one -> one.path().equals(file))
        .findFirst()
        .flatMap(one -> store.content(one.content()))
        .map(RunRoutes::json)
        .orElse(Value.Null.NULL);
  }

  private static Value json(byte[] content) {
    try {
      return Json.read(new String(content, StandardCharsets.UTF_8));
    } catch (JsonSyntaxException broken) {
      return Value.Null.NULL;
    }
  }

  private void make(Context ctx) {
    Asked asked = desk.asked(ctx);
    Run made = bench.runs().create(new RunWish(bench).of(asked));
    ChangeTrail.says(
        ctx, "run.create", made.name().value(), new Fields().put("flow", asked.need("flow")).end());
    work.begin(made.name());
    Replies.json(ctx.status(201), shape.brief(made).end());
  }

  private void label(Context ctx) {
    Run run = found(ctx);
    Asked asked =
        desk.asked(ctx).only("display_name", "description", "tags", "experiment", "archived");
    RunLabels before = run.labels();
    var labels =
        new RunLabels(
            asked.text("display_name").orElse(before.displayName()),
            has(asked, "description") ? asked.text("description").orElse("") : before.description(),
            has(asked, "tags") ? asked.texts("tags") : new LinkedHashMap<>(before.tags()),
            new LinkedHashMap<>(before.properties()),
            has(asked, "experiment") ? asked.text("experiment") : before.experiment());
    ChangeTrail.says(ctx, "run.update", run.name().value(), asked.fields());
    store.relabel(run.name(), labels);
    asked.truth("archived").ifPresent(archived -> store.archive(run.name(), archived));
    show(ctx);
  }

  private static boolean has(Asked asked, String field) {
    return asked.fields().entries().containsKey(field);
  }

  private void delete(Context ctx) {
    Run run = found(ctx);
    ChangeTrail.says(ctx, "run.delete", run.name().value());
    store.delete(run.name());
    ctx.status(204);
  }

  private void cancel(Context ctx) {
    Run run = found(ctx);
    ChangeTrail.says(ctx, "run.cancel", run.name().value());
    bench.runs().cancel(run.name());
    ctx.status(202);
    show(ctx);
  }

  private void resume(Context ctx) {
    Run run = found(ctx);
    if (store.isOwned(run.name())) {
      throw new RunStoreException.RunOwned(
          "Run '%s' is worked on by a process already.".formatted(run.name()));
    }
    ChangeTrail.says(ctx, "run.resume", run.name().value());
    work.begin(run.name());
    ctx.status(202);
    show(ctx);
  }

  private void snapshot(Context ctx) {
    List<Value.Mapping> files =
        store.snapshot(found(ctx).name()).stream()
            .map(file -> new Fields().put("path", file.path()).put("size", file.size()).end())
            .toList();
    Replies.json(ctx, new Fields().put("files", files).end());
  }

  private void file(Context ctx) {
    String path = ctx.pathParam("file");
    try (Stream<SnapshotFile> files = store.snapshot(found(ctx).name()).stream()) {
      byte[] content =
          files
              .filter(file -> file.path().equals(path))
              .findFirst()
              .flatMap(file -> store.content(file.content()))
              .orElseThrow(() ->
                  new FaultException(
                      Fault.of(404, "no-such-file", "The run was made without such a file.")));
      Replies.json(
          ctx,
          new Fields()
              .put("path", path)
              .put("text", new String(content, StandardCharsets.UTF_8))
              .end());
    }
  }
}
