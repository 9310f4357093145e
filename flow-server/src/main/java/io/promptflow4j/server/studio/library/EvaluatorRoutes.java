package io.promptflow4j.server.studio.library;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.evaluation.Evaluator;
import io.promptflow4j.evaluators.evaluation.EvaluatorOutput;
import io.promptflow4j.evaluators.evaluation.registry.Evaluators;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.route.Replies;
import io.promptflow4j.server.security.Needs;
import io.promptflow4j.server.studio.Asked;
import io.promptflow4j.server.studio.ChangeTrail;
import io.promptflow4j.server.studio.Desk;
import io.promptflow4j.server.studio.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Answers `/api/studio/evaluators…`: the built-in evaluators with all of their files, to be read
/// and to be copied into the workspace.
public final class EvaluatorRoutes {

  private static final String ALL = "/api/studio/evaluators";
  private static final long LARGEST = 256 * 1024;

  private final Workbench bench;
  private final Desk desk;
  private final AtomicReference<Value.@Nullable Mapping> known = new AtomicReference<>();

  public EvaluatorRoutes(Workbench bench, Desk desk) {
    this.bench = bench;
    this.desk = desk;
  }

  public void addTo(RoutesConfig routes) {
    routes.get(ALL, Desk.guarded(this::list), Needs.VIEWER);
    routes.get(ALL + "/{name}", Desk.guarded(this::show), Needs.VIEWER);
    routes.post(ALL + "/{name}/copy", Desk.guarded(this::copy), Needs.AUTHOR);
  }

  /// They are the same as long as the server runs.
  private void list(Context ctx) {
    Value.Mapping listed = known.get();
    if (listed == null) {
      List<Value.Mapping> all =
          bench.evaluators().list().stream().map(one -> fields(one).end()).toList();
      listed = new Fields().put("evaluators", all).end();
      known.set(listed);
    }
    Replies.json(ctx, listed);
  }

  private Evaluator found(Context ctx) {
    String name = ctx.pathParam("name");
    if (!Evaluators.names().contains(name)) {
      throw new FaultException(
          Fault.of(404, "no-such-evaluator", "There is no built-in evaluator of that name."));
    }
    return bench.evaluators().find(Evaluators.PREFIX + name);
  }

  private void show(Context ctx) throws IOException {
    Evaluator evaluator = found(ctx);
    Replies.json(ctx, fields(evaluator).put("files", files(evaluator.folder())).end());
  }

  private static List<Value.Mapping> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> Files.isRegularFile(file) && file.toFile().length() <= LARGEST)
          .filter(file -> !file.toString().contains("__pycache__"))
          .sorted()
          .map(file ->
              new Fields()
                  .put("path", folder.relativize(file).toString().replace('\\', '/'))
                  .put("text", text(file))
                  .end())
          .toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      return "";
    }
  }

  private static Fields fields(Evaluator evaluator) {
    var metrics = new Fields();
    evaluator.metrics().forEach(metrics::put);
    return new Fields()
        .put("name", evaluator.name())
        .put("title", evaluator.title())
        .put("description", evaluator.description())
        .put("kind", evaluator.kind().name().toLowerCase(Locale.ROOT))
        .put("inputs", evaluator.inputs().stream().map(EvaluatorRoutes::input).toList())
        .put("outputs", evaluator.outputs().stream().map(EvaluatorRoutes::output).toList())
        .put("metrics", metrics)
        .put("needs", evaluator.needs().stream().map(Value::of).toList())
        .put("source", evaluator.source())
        .put("tags", evaluator.tags().stream().map(Value::of).toList());
  }

  private static Value.Mapping input(Evaluator.Input input) {
    return new Fields()
        .put("name", input.name())
        .put("description", input.description())
        .put("also", input.also().stream().map(Value::of).toList())
        .put("optional", input.optional())
        .end();
  }

  private static Value.Mapping output(EvaluatorOutput output) {
    var fields =
        new Fields()
            .put("name", output.name())
            .put("description", output.description())
            .put("kind", output.kind().name().toLowerCase(Locale.ROOT))
            .put("direction", output.direction().name().toLowerCase(Locale.ROOT));
    output.min().ifPresent(min -> fields.put("min", Value.of(min)));
    output.max().ifPresent(max -> fields.put("max", Value.of(max)));
    return fields.end();
  }

  private void copy(Context ctx) {
    Evaluator evaluator = found(ctx);
    Asked asked = desk.asked(ctx).only("to");
    Path target = bench.free(asked.need("to"));
    Evaluators.copy(Evaluators.PREFIX + evaluator.name(), target);
    ChangeTrail.says(
        ctx, "evaluator.copy", evaluator.name(), new Fields().put("to", asked.need("to")).end());
    Replies.json(ctx.status(201), new Fields().put("flow", bench.shown(target.toString())).end());
  }
}
