package io.promptflow4j.server.studio.runs;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.promptflow4j.core.run.RowKey;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStore.RowFilter;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.route.Replies;
import io.promptflow4j.server.security.Needs;
import io.promptflow4j.server.studio.Desk;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The rows of a run, a page at a time, one row with its trace, and the log.
final class RowRoutes {

  private static final long MOST_ROWS = 1_000;
  private static final long MOST_LINES = 2_000;

  private final RunStore store;

  RowRoutes(RunStore store) {
    this.store = store;
  }

  void addTo(RoutesConfig routes, String run) {
    routes.get(run + "/rows", Desk.guarded(this::rows), Needs.VIEWER);
    routes.get(run + "/rows/{line}/{repeat}", Desk.guarded(this::row), Needs.VIEWER);
    routes.get(run + "/log", Desk.guarded(this::log), Needs.VIEWER);
  }

  /// The rows from a line on; `next` is where the next page begins, if there is one.
  private void rows(Context ctx) {
    long most = Desk.number(ctx, "most", 100, MOST_ROWS);
    long from = Desk.number(ctx, "from", 0, Long.MAX_VALUE);
    var filter = new RowFilter(status(ctx), from, most + 1);
    List<RowResult> read;
    try (Stream<RowResult> rows = store.rows(Desk.run(ctx, "name"), filter)) {
      read = rows.toList();
    }
    var page = new Fields();
    page.put("rows", read.stream().limit(most).map(row -> RunShape.row(row).end()).toList());
    if (read.size() > most) {
      page.put("next", read.getLast().key().line());
    }
    Replies.json(ctx, page.end());
  }

  private static Optional<RowResult.Status> status(Context ctx) {
    @Nullable String wanted = ctx.queryParam("status");
    return Stream.of(RowResult.Status.values())
        .filter(one -> one.label().equalsIgnoreCase(wanted == null ? "" : wanted))
        .findFirst();
  }

  private void row(Context ctx) {
    RowResult row =
        store
            .row(Desk.run(ctx, "name"), new RowKey(place(ctx, "line"), (int) place(ctx, "repeat")))
            .orElseThrow(RowRoutes::nothing);
    Replies.json(ctx, RunShape.row(row).put("data", row.data()).put("detail", row.detail()).end());
  }

  private static long place(Context ctx, String name) {
    String said = ctx.pathParam(name);
    if (!said.matches("\\d{1,9}")) {
      throw nothing();
    }
    return Long.parseLong(said);
  }

  private static FaultException nothing() {
    return new FaultException(
        Fault.of(404, "no-such-row", "The run has no such row that has ended."));
  }

  private void log(Context ctx) {
    long after = Desk.number(ctx, "after", 0, Long.MAX_VALUE);
    int most = (int) Desk.number(ctx, "most", 500, MOST_LINES);
    List<Value.Mapping> lines =
        store.log(Desk.run(ctx, "name"), after, most).stream()
            .map(entry ->
                new Fields()
                    .put("position", entry.position())
                    .put("time", entry.line().time().toString())
                    .put("level", entry.line().level())
                    .put("text", entry.line().text())
                    .end())
            .toList();
    Replies.json(ctx, new Fields().put("lines", lines).end());
  }
}
