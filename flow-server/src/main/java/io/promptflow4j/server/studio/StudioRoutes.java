package io.promptflow4j.server.studio;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.deployment.ServedFlow;
import io.promptflow4j.server.security.Needs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Serves the page of a flow, its parts under `/assets/`, and what the page has to know of the
/// flow.
public final class StudioRoutes {

  private static final List<String> PARTS =
      List.of(
          "api.html",
          "api.mjs",
          "answer.mjs",
          "chat.mjs",
          "elements.mjs",
          "fields.mjs",
          "form.mjs",
          "markdown.mjs",
          "page.css",
          "page.mjs",
          "server.mjs");

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src"
          + " 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types 'none'";

  private final ServedFlow flow;
  private final Optional<StaticFolder> own;

  /// @param own a page of the user's own, instead of this one
  public StudioRoutes(ServedFlow flow, Optional<StaticFolder> own) {
    this.flow = flow;
    this.own = own;
  }

  public void addTo(RoutesConfig routes) {
    byte[] about = Json.write(about()).getBytes(StandardCharsets.UTF_8);
    routes.get("/flow.json", ctx -> answer(ctx, "flow.json", about), Needs.VIEWER);
    if (own.isPresent()) {
      own.get().addTo(routes);
    } else {
      byte[] page = file("index.html");
      routes.get("/", ctx -> answer(ctx, "index.html", page), Needs.NOBODY);
      routes.post("/", ctx -> answer(ctx, "index.html", page), Needs.NOBODY);
      for (String part : PARTS) {
        byte[] content = file(part);
        routes.get("/assets/" + part, ctx -> answer(ctx, part, content), Needs.NOBODY);
      }
    }
  }

  private static byte[] file(String name) {
    try (InputStream in = StudioRoutes.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the file '%s' of the page is missing".formatted(name));
      }
      return in.readAllBytes();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static void answer(Context ctx, String name, byte[] content) {
    ctx.header("Content-Security-Policy", POLICY)
        .header("Cross-Origin-Opener-Policy", "same-origin")
        .header("Cache-Control", "no-cache")
        .contentType(MediaTypes.of(name).orElse("application/octet-stream"))
        .result(content);
  }

  private Value.Mapping about() {
    List<Value.Mapping> inputs =
        flow.graph().inputs().stream()
            .map(input -> {
              var fields =
                  new Fields()
                      .put("name", input.name())
                      .put("type", input.type().yamlName())
                      .put("description", input.description());
              input.defaultValue().ifPresent(value -> fields.put("default", value));
              return fields.end();
            })
            .toList();
    var about =
        new Fields()
            .put("name", flow.name())
            .put("description", flow.graph().description())
            .put("inputs", inputs);
    flow.chat()
        .ifPresent(roles -> {
          var chat = new Fields().put("input", roles.input());
          roles.history().ifPresent(history -> chat.put("history", history));
          roles.output().ifPresent(output -> chat.put("output", output));
          about.put("chat", chat);
        });
    return about.end();
  }
}
