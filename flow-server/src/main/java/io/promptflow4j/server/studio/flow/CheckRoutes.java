package io.promptflow4j.server.studio.flow;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.promptflow4j.core.definition.FlowSchema;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Severity;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.route.Bodies;
import io.promptflow4j.server.route.Replies;
import io.promptflow4j.server.security.Needs;
import io.promptflow4j.server.studio.workspace.Asked;
import io.promptflow4j.server.studio.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Answers `/api/studio/flows`, `…/flow/schema` and `…/flow/check`: what flows there are, what may
/// stand in their files, and what is wrong with texts that are not saved yet.
final class CheckRoutes {

  private final Workspace workspace;
  private final OpenFlows flows;
  private final Bodies bodies;
  private final Map<Path, Known> known = new ConcurrentHashMap<>();

  /// A flow as it was checked.
  private record Known(String fingerprint, int nodes, long errors, long warnings) {}

  CheckRoutes(Workspace workspace, OpenFlows flows, Bodies bodies) {
    this.workspace = workspace;
    this.flows = flows;
    this.bodies = bodies;
  }

  void addTo(RoutesConfig routes) {
    routes.get("/api/studio/flows", this::list, Needs.VIEWER);
    routes.get("/api/studio/flow/schema", CheckRoutes::schema, Needs.VIEWER);
    routes.post("/api/studio/flow/check", this::check, Needs.AUTHOR);
  }

  private void list(Context ctx) {
    List<Path> found = FlowFiles.in(workspace);
    known.keySet().retainAll(Set.copyOf(found));
    boolean isQuick = "true".equals(ctx.queryParam("quick"));
    List<Value.Mapping> entries = found.stream().map(file -> entry(file, isQuick)).toList();
    Replies.json(ctx, new Fields().put("flows", entries).end());
  }

  /// @param isQuick whether what takes time is left out: a check of the whole flow
  private Value.Mapping entry(Path file, boolean isQuick) {
    Path parent = file.getParent();
    String kind = FlowFiles.kind(file);
    Path named =
        kind.equals("prompty") || parent == null ? file.getFileName() : parent.getFileName();
    var fields =
        new Fields()
            .put("path", workspace.named(file))
            .put("name", String.valueOf(named))
            .put("kind", kind)
            .put("changed", changed(file).toString());
    if (!isQuick) {
      Known facts = facts(file);
      fields
          .put("nodes", facts.nodes())
          .put("errors", facts.errors())
          .put("warnings", facts.warnings());
    }
    return fields.end();
  }

  private Known facts(Path file) {
    String fingerprint = OpenFlows.fingerprint(file);
    return known.compute(
        file,
        (_, before) -> {
          if (before != null && before.fingerprint().equals(fingerprint)) {
            return before;
          }
          Flow.Check check = Flow.check(file, flows.around());
          return new Known(
              fingerprint,
              check.graph().map(FlowGraph::nodes).map(List::size).orElse(0),
              count(check, Severity.ERROR),
              count(check, Severity.WARNING));
        });
  }

  private static long count(Flow.Check check, Severity severity) {
    return check.diagnostics().stream().filter(one -> one.severity() == severity).count();
  }

  private static Instant changed(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException gone) {
      return Instant.EPOCH;
    }
  }

  private static void schema(Context ctx) {
    String kind = ctx.queryParam("kind") == null ? "dag" : ctx.queryParam("kind");
    String schema =
        switch (String.valueOf(kind)) {
          case "prompty" -> FlowSchema.promptyJson();
          case "flex" -> FlowSchema.flexJson();
          default -> FlowSchema.json();
        };
    Replies.json(ctx, Json.read(schema));
  }

  private void check(Context ctx) {
    Asked asked = Asked.of(ctx, bodies);
    Path file = workspace.existing(asked.text("flow"));
    Map<String, String> texts = texts(asked.object("files"));
    if (texts.isEmpty()) {
      Replies.json(ctx, json(Flow.check(file, flows.around())));
      return;
    }
    try (var overlay = Overlay.of(workspace, file, texts)) {
      Replies.json(ctx, json(Flow.check(overlay.file(), flows.around())));
    }
  }

  static Map<String, String> texts(Value.Mapping files) {
    var texts = new LinkedHashMap<String, String>();
    files
        .entries()
        .forEach((path, text) -> {
          if (text instanceof Value.Text(var content)) {
            texts.put(path, content);
          }
        });
    return texts;
  }

  private static Value.Mapping json(Flow.Check check) {
    return new Fields()
        .put("valid", check.isValid())
        .put("diagnostics", diagnostics(check.diagnostics()))
        .end();
  }

  static List<Value.Mapping> diagnostics(List<Diagnostic> diagnostics) {
    return diagnostics.stream()
        .map(one ->
            new Fields()
                .put("file", one.place().file())
                .put("line", one.place().line())
                .put("column", one.place().column())
                .put("severity", one.severity().label())
                .put("code", one.code())
                .put("message", one.message())
                .end())
        .toList();
  }
}
