package io.promptflow4j.server.studio.workspace;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.Events;
import io.promptflow4j.server.route.Calls;
import io.promptflow4j.server.security.Gate;
import io.promptflow4j.server.security.Needs;
import io.promptflow4j.server.security.connection.Departures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// Answers `GET /api/studio/events`: a stream of what happens, until the page leaves.
public final class EventRoutes {

  private final Happenings happenings;
  private final Departures departures;
  private final Duration heartbeat;

  /// @param heartbeat after how much silence a stream shows that it is alive
  public EventRoutes(Happenings happenings, Departures departures, Duration heartbeat) {
    this.happenings = happenings;
    this.departures = departures;
    this.heartbeat = heartbeat;
  }

  public void addTo(RoutesConfig routes) {
    routes.get("/api/studio/events", this::stream, Needs.VIEWER);
  }

  private void stream(Context ctx) {
    Calls.beginEvents(ctx);
    try (var _ = departures.watch(ctx.attribute(Gate.END_POINT));
        var listener = happenings.listen()) {
      send(ctx, Events.HEARTBEAT);
      while (true) {
        Optional<Value.Mapping> next = listener.next(heartbeat);
        send(ctx, next.map(Events::data).orElse(Events.HEARTBEAT));
      }
    } catch (InterruptedException | IOException left) {
      // the page was closed
    }
  }

  private static void send(Context ctx, String part) throws IOException {
    var out = ctx.res().getOutputStream();
    out.write(part.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
