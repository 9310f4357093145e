package io.promptflow4j.server.studio.compare;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.promptflow4j.core.dataset.mapping.ColumnMapping;
import io.promptflow4j.core.engine.RunSpec;
import io.promptflow4j.core.engine.variant.NodeVariants;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.comparison.report.ComparisonJson;
import io.promptflow4j.evaluators.evaluation.registry.Evaluators;
import io.promptflow4j.evaluators.experiment.Arm;
import io.promptflow4j.evaluators.experiment.ExperimentSpec;
import io.promptflow4j.evaluators.experiment.Measure;
import io.promptflow4j.evaluators.experiment.Subject;
import io.promptflow4j.evaluators.experiment.choice.ArmChoice;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.route.Replies;
import io.promptflow4j.server.security.Needs;
import io.promptflow4j.server.studio.Asked;
import io.promptflow4j.server.studio.ChangeTrail;
import io.promptflow4j.server.studio.Desk;
import io.promptflow4j.server.studio.Workbench;
import io.promptflow4j.server.studio.runs.RunWish;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Answers `/api/studio/comparisons…`, `…/variants` and `…/trials`.
public final class CompareRoutes {

  private static final String ALL = "/api/studio/comparisons";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss_SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int MOST_RUNS = 20;
  private static final int MOST_REPEATS = 100;

  private final Workbench bench;
  private final Desk desk;
  private final Comparisons comparisons;
  private final RunWish wish;

  /// @param comparisons stay their owner's to close
  public CompareRoutes(Workbench bench, Desk desk, Comparisons comparisons) {
    this.bench = bench;
    this.desk = desk;
    this.comparisons = comparisons;
    this.wish = new RunWish(bench);
  }

  public void addTo(RoutesConfig routes) {
    routes.get(ALL, Desk.guarded(this::list), Needs.VIEWER);
    routes.post(ALL, Desk.guarded(this::begin), Needs.AUTHOR);
    routes.get("/api/studio/comparison", Desk.guarded(this::finished), Needs.VIEWER);
    routes.get(ALL + "/{id}", Desk.guarded(this::show), Needs.VIEWER);
    routes.get(ALL + "/{id}/state", Desk.guarded(this::state), Needs.VIEWER);
    routes.post(ALL + "/{id}/cancel", Desk.guarded(this::cancel), Needs.AUTHOR);
    routes.get("/api/studio/variants", Desk.guarded(this::variants), Needs.VIEWER);
    routes.post("/api/studio/trials", Desk.guarded(this::tryOut), Needs.AUTHOR);
  }

  private void list(Context ctx) {
    List<Value.Mapping> all =
        comparisons.list().stream().map(course -> course.state().end()).toList();
    Replies.json(ctx, new Fields().put("comparisons", all).end());
  }

  private Course found(Context ctx) {
    return comparisons
        .find(ctx.pathParam("id"))
        .orElseThrow(() ->
            new FaultException(
                Fault.of(404, "no-such-comparison", "There is no comparison of that name.")));
  }

  private void show(Context ctx) {
    Replies.json(ctx, found(ctx).json());
  }

  private void state(Context ctx) {
    Replies.json(ctx, found(ctx).state().end());
  }

  private void cancel(Context ctx) {
    Course course = found(ctx);
    ChangeTrail.says(ctx, "comparison.cancel", ctx.pathParam("id"));
    course.stop();
    Replies.json(ctx.status(202), course.state().end());
  }

  /// Finished runs side by side: `?runs=a,b&by=column`.
  private void finished(Context ctx) {
    List<RunName> runs = texts(ctx, "runs").stream().map(RunName::new).toList();
    if (runs.size() < 2 || runs.size() > MOST_RUNS) {
      throw new FaultException(
          Fault.badRequest("bad-parameter", "runs are from two to %d names.".formatted(MOST_RUNS)));
    }
    Replies.json(ctx, ComparisonJson.of(comparisons.of(runs, texts(ctx, "by"))));
  }

  private static List<String> texts(Context ctx, String name) {
    @Nullable String said = ctx.queryParam(name);
    return said == null || said.isBlank() ? List.of() : Arrays.asList(said.split(",", -1));
  }

  private void begin(Context ctx) {
    Asked asked =
        desk.asked(ctx)
            .only(
                "flow",
                "data",
                "variants",
                "nodes",
                "evaluators",
                "by",
                "baseline",
                "margin",
                "column_mapping",
                "repeats");
    String flow = wish.flow(asked.need("flow"));
    List<Arm> arms = arms(flow, asked);
    var run =
        RunSpec.of(flow)
            .withData(wish.data(asked.need("data")))
            .withMapping(
                ColumnMapping.of(asked.mapping("column_mapping"), Place.startOf("column mapping")))
            .withRepeats(asked.number("repeats", MOST_REPEATS).orElse(1));
    String id = name(flow) + "_" + STAMP.format(bench.clock().instant());
    ExperimentSpec spec =
        ExperimentSpec.of(new Subject.Variants(run, arms), measures(asked))
            .withName(id)
            .withBy(asked.list("by"))
            .withTraces(0);
    ExperimentSpec whole = asked.text("baseline").map(spec::withBaseline).orElse(spec);
    ChangeTrail.says(
        ctx, "comparison.begin", id, new Fields().put("flow", asked.need("flow")).end());
    Replies.json(ctx.status(201), comparisons.begin(id, asked.need("flow"), whole).state().end());
  }

  private static String name(String flow) {
    Path name = Path.of(flow).getFileName();
    String plain =
        String.valueOf(name).replaceAll("(?i)\\.ya?ml$", "").replaceAll("[^A-Za-z0-9_-]", "_");
    return plain.matches("[A-Za-z0-9].*") ? plain : "flow" + plain;
  }

  private static List<Arm> arms(String flow, Asked asked) {
    var diagnostics = new Diagnostics();
    List<Arm> arms =
        new ArmChoice(NodeVariants.of(Path.of(flow)), diagnostics)
            .of(asked.list("variants"), asked.list("nodes"));
    if (arms.isEmpty()) {
      throw new FaultException(Fault.of(422, "bad-variants", Desk.text(diagnostics.sorted())));
    }
    return arms;
  }

  private List<Measure> measures(Asked asked) {
    return asked.objects("evaluators").stream()
        .map(one -> {
          one.only("evaluator", "column_mapping");
          String named = one.need("evaluator");
          String found = named.startsWith(Evaluators.PREFIX) ? named : wish.flow(named);
          return new Measure(found, one.mapping("column_mapping"));
        })
        .toList();
  }

  /// The nodes of a flow that come in variants.
  private void variants(Context ctx) {
    @Nullable String flow = ctx.queryParam("flow");
    Path path = bench.existing(flow == null ? "" : flow);
    List<Value.Mapping> nodes =
        NodeVariants.of(path).stream().map(CompareRoutes::variants).toList();
    Replies.json(ctx, new Fields().put("nodes", nodes).end());
  }

  private static Value.Mapping variants(NodeVariants node) {
    List<Value.Mapping> choices =
        node.choices().stream()
            .map(
                one -> new Fields().put("id", one.id()).put("description", one.description()).end())
            .toList();
    return new Fields()
        .put("node", node.node())
        .put("standard", node.standard())
        .put("variants", choices)
        .end();
  }

  private void tryOut(Context ctx) {
    Asked asked = desk.asked(ctx).only("flow", "inputs", "variants", "nodes");
    String flow = wish.flow(asked.need("flow"));
    ChangeTrail.says(ctx, "flow.try", asked.need("flow"));
    List<Arm> arms = asked.list("variants").isEmpty() ? List.of() : arms(flow, asked);
    Replies.json(
        ctx,
        new Fields()
            .put("arms", new Trial(bench, Path.of(flow)).of(arms, asked.mapping("inputs")))
            .end());
  }
}
