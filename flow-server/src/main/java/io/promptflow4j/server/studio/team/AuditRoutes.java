package io.promptflow4j.server.studio.team;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.promptflow4j.core.run.access.AuditLog;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.route.Replies;
import io.promptflow4j.server.security.Needs;
import io.promptflow4j.server.studio.Desk;
import java.util.List;
import java.util.Optional;

/// Answers `/api/studio/audit…`: the log of changes and refusals, and whether it is whole.
public final class AuditRoutes {

  private static final int MOST = 500;

  private final AuditLog log;

  public AuditRoutes(AuditLog log) {
    this.log = log;
  }

  public void addTo(RoutesConfig routes) {
    routes.get("/api/studio/audit", Desk.guarded(this::list), Needs.ADMIN);
    routes.get("/api/studio/audit/verdict", Desk.guarded(this::verify), Needs.ADMIN);
  }

  private void list(Context ctx) {
    long before = Desk.number(ctx, "before", 999_999_999_999_999L, 999_999_999_999_999L);
    int most = (int) Desk.number(ctx, "most", 100, MOST);
    List<Value.Mapping> lines =
        log.list(before, most).stream()
            .map(line -> {
              var fields = new Fields().put("position", line.position());
              line.entry().entries().forEach(fields::put);
              return fields.put("chain", line.chain().hex()).end();
            })
            .toList();
    Replies.json(ctx, new Fields().put("lines", lines).end());
  }

  private void verify(Context ctx) {
    AuditLog.Verdict verdict = log.verify(Optional.empty());
    List<Value.Mapping> damages =
        verdict.damages().stream()
            .map(one -> new Fields().put("position", one.position()).put("what", one.what()).end())
            .toList();
    Replies.json(
        ctx,
        new Fields()
            .put("whole", verdict.isWhole())
            .put("lines", verdict.lines())
            .put("head", verdict.head().toString())
            .put("damages", damages)
            .end());
  }
}
