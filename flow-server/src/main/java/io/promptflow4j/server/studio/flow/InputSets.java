package io.promptflow4j.server.studio.flow;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.route.Bodies;
import io.promptflow4j.server.route.Replies;
import io.promptflow4j.server.security.Needs;
import io.promptflow4j.server.studio.workspace.Asked;
import io.promptflow4j.server.studio.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// Answers `/api/studio/flow/inputs`: the sets of inputs that were saved for a flow, by name. They
/// lie in `.promptflow/studio-inputs.json` beside it.
final class InputSets {

  private static final String ADDRESS = "/api/studio/flow/inputs";

  private final Workspace workspace;
  private final Bodies bodies;

  InputSets(Workspace workspace, Bodies bodies) {
    this.workspace = workspace;
    this.bodies = bodies;
  }

  void addTo(RoutesConfig routes) {
    routes.get(ADDRESS, this::read, Needs.VIEWER);
    routes.put(ADDRESS, this::write, Needs.AUTHOR);
  }

  private Path file(Context ctx) {
    Path flow = workspace.existing(Asked.parameter(ctx, "flow"));
    return flow.resolveSibling(".promptflow").resolve("studio-inputs.json");
  }

  private void read(Context ctx) {
    Path file = file(ctx);
    try {
      Replies.json(ctx, isOwn(file) ? Json.read(Files.readString(file)) : Value.Mapping.EMPTY);
    } catch (IOException | JsonSyntaxException broken) {
      Replies.json(ctx, Value.Mapping.EMPTY);
    }
  }

  private void write(Context ctx) {
    Path file = file(ctx);
    Value.Mapping sets = Asked.of(ctx, bodies).fields();
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
        if (!folder.toRealPath().equals(folder) || Files.isSymbolicLink(file)) {
          throw new FaultException(
              Fault.of(403, "outside-workspace", "The folder .promptflow leads elsewhere."));
        }
      }
      Files.writeString(file, Json.writeIndented(sets) + "\n");
      Replies.json(ctx, Value.Mapping.EMPTY);
    } catch (IOException broken) {
      throw new FaultException(
          Fault.of(409, "unreadable", "The inputs can't be saved beside the flow."));
    }
  }

  private boolean isOwn(Path file) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && file.toRealPath().startsWith(workspace.root());
  }
}
