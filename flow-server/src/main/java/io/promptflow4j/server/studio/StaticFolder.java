package io.promptflow4j.server.studio;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.security.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// A folder with a page of the user's own: `index.html` at `/`, its other files beside it.
///
/// Only files that really lie in the folder are served, whatever the address says, and none whose
/// name begins with a dot.
public final class StaticFolder {

  private static final long LARGEST = 32L << 20;

  private final Path folder;

  /// @throws IllegalArgumentException if it can't be read
  public StaticFolder(Path folder) {
    try {
      this.folder = folder.toRealPath();
    } catch (IOException missing) {
      throw new IllegalArgumentException(
          "there is no folder '%s' to read".formatted(folder), missing);
    }
  }

  void addTo(RoutesConfig routes) {
    routes.get("/", ctx -> answer(ctx, "index.html"), Needs.NOBODY);
    routes.post("/", ctx -> answer(ctx, "index.html"), Needs.NOBODY);
    routes.get(
        "/assets/<file>", ctx -> answer(ctx, "assets/" + ctx.pathParam("file")), Needs.NOBODY);
    routes.get("/<file>", ctx -> answer(ctx, ctx.pathParam("file")), Needs.VIEWER);
  }

  private void answer(Context ctx, String name) {
    Path file = find(name).orElseThrow(() -> nothing(ctx));
    String type = MediaTypes.of(file.toString()).orElseThrow(() -> nothing(ctx));
    try {
      ctx.header("Cache-Control", "no-cache").contentType(type).result(Files.readAllBytes(file));
    } catch (IOException unreadable) {
      throw nothing(ctx);
    }
  }

  private Optional<Path> find(String name) {
    if (name.contains("\\") || ("/" + name).contains("/.")) {
      return Optional.empty();
    }
    try {
      Path real = folder.resolve(name).toRealPath();
      return real.startsWith(folder) && Files.isRegularFile(real) && Files.size(real) <= LARGEST
          ? Optional.of(real)
          : Optional.empty();
    } catch (IOException | InvalidPathException none) {
      return Optional.empty();
    }
  }

  private static FaultException nothing(Context ctx) {
    return new FaultException(
        Fault.of(404, "not-found", "There is nothing at GET %s.".formatted(ctx.path())));
  }
}
