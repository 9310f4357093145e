package io.promptflow4j.server.studio.library;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.route.Replies;
import io.promptflow4j.server.security.Needs;
import io.promptflow4j.server.studio.Asked;
import io.promptflow4j.server.studio.ChangeTrail;
import io.promptflow4j.server.studio.Desk;
import io.promptflow4j.server.studio.Workbench;
import io.promptflow4j.server.studio.gallery.Gallery;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Answers `/api/studio/gallery`: flows to begin with, and a new flow made from one of them.
public final class GalleryRoutes {

  private static final String ALL = "/api/studio/gallery";

  private final Workbench bench;
  private final Desk desk;
  private final Gallery gallery;

  public GalleryRoutes(Workbench bench, Desk desk, Gallery gallery) {
    this.bench = bench;
    this.desk = desk;
    this.gallery = gallery;
  }

  public void addTo(RoutesConfig routes) {
    routes.get(ALL, Desk.guarded(this::list), Needs.VIEWER);
    routes.post(ALL, Desk.guarded(this::make), Needs.AUTHOR);
  }

  private void list(Context ctx) {
    List<Value.Mapping> items =
        gallery.items().stream()
            .map(item ->
                new Fields()
                    .put("id", item.id())
                    .put("kind", item.kind())
                    .put("title", item.title())
                    .put("summary", item.summary())
                    .put("text", item.text())
                    .put("files", item.files().stream().map(Value::of).toList())
                    .end())
            .toList();
    Replies.json(ctx, new Fields().put("items", items).end());
  }

  private void make(Context ctx) throws IOException {
    Asked asked = desk.asked(ctx).only("id", "to");
    String id = asked.need("id");
    Gallery.Item item =
        gallery.items().stream()
            .filter(one -> one.id().equals(id))
            .findFirst()
            .orElseThrow(() ->
                new FaultException(
                    Fault.of(404, "no-such-item", "The gallery has nothing of that name.")));
    Path target = bench.free(asked.need("to"));
    gallery.write(item, target);
    String flow = bench.shown(target.toString());
    ChangeTrail.says(ctx, "flow.create", flow, new Fields().put("from", id).end());
    Replies.json(ctx.status(201), new Fields().put("flow", flow).end());
  }
}
