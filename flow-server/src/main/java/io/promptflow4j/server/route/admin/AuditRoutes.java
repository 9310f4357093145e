package io.promptflow4j.server.route.admin;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.promptflow4j.core.run.access.AuditLog;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.route.Replies;
import io.promptflow4j.server.security.Needs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Answers `/api/audit`: the lines of the audit log, and whether it is whole.
public final class AuditRoutes {

  private static final int USUAL = 50;
  private static final int MOST = 500;
  private static final int MOST_READ = 50_000;

  private final AuditLog log;

  public AuditRoutes(AuditLog log) {
    this.log = log;
  }

  public void addTo(RoutesConfig routes) {
    routes.get("/api/audit", Administrators.guarded(this::list), Needs.ADMIN);
    routes.get("/api/audit/verify", Administrators.guarded(this::verify), Needs.ADMIN);
  }

  /// The newest first; `before` goes on from an earlier answer.
  private void list(Context ctx) {
    String action = Optional.ofNullable(ctx.queryParam("action")).orElse("");
    int most = (int) Math.min(MOST, number(ctx, "lines", USUAL));
    long at = number(ctx, "before", Long.MAX_VALUE);
    var found = new ArrayList<Value>();
    for (int read = 0; found.size() < most && read < MOST_READ; read += MOST) {
      List<AuditLog.Line> next = log.list(at, MOST);
      if (next.isEmpty()) {
        break;
      }
      next.stream()
          .filter(line -> action(line).startsWith(action))
          .limit(most - (long) found.size())
          .map(AuditRoutes::json)
          .forEach(found::add);
      at = next.getLast().position();
    }
    Replies.json(ctx, new Fields().put("lines", found).end());
  }

  private static String action(AuditLog.Line line) {
    return line.entry().get("action") instanceof Value.Text(var action) ? action : "";
  }

  private static Value json(AuditLog.Line line) {
    var fields = new Fields().put("position", line.position());
    line.entry().entries().forEach(fields::put);
    return fields.put("chain", line.chain().hex()).end();
  }

  private static long number(Context ctx, String name, long standard) {
    String said = ctx.queryParam(name);
    return said != null && said.matches("\\d{1,18}") ? Long.parseLong(said) : standard;
  }

  private void verify(Context ctx) {
    AuditLog.Verdict verdict =
        log.verify(Optional.ofNullable(ctx.queryParam("head")).map(AuditRoutes::head));
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

  private static AuditLog.Head head(String written) {
    try {
      return AuditLog.Head.read(written);
    } catch (IllegalArgumentException wrong) {
      throw new FaultException(
          Fault.of(400, "bad-head", "'head' is what an earlier verification said.", "head"));
    }
  }
}
