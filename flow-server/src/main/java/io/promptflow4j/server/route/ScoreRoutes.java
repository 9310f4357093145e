package io.promptflow4j.server.route;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.Accepted;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.api.ScoreInputs;
import io.promptflow4j.server.deployment.CallerInputs;
import io.promptflow4j.server.deployment.Faults;
import io.promptflow4j.server.deployment.ServedFlow;
import io.promptflow4j.server.security.Needs;
import java.io.IOException;
import java.util.Collections;

/// Answers `POST /score` as prompt flow does: with JSON, or with events if the flow streams and the
/// caller takes events.
public final class ScoreRoutes {

  private static final String JSON = "application/json";

  private final ServedFlow flow;
  private final Calls calls;
  private final boolean traces;

  /// @param traces whether callers who ask for it get the trace of their call
  public ScoreRoutes(ServedFlow flow, Calls calls, boolean traces) {
    this.flow = flow;
    this.calls = calls;
    this.traces = traces;
  }

  public void addTo(RoutesConfig routes) {
    routes.post("/score", this::score, Needs.RUNNER);
  }

  /// Answers one request.
  public void score(Context ctx) throws IOException {
    var accepted = Accepted.of(Collections.list(ctx.req().getHeaders("Accept")));
    Value.Mapping inputs = ScoreInputs.read(flow.graph(), calls.bodies().read(ctx));
    CallerInputs.check(flow.graph(), inputs);
    if (accepted.events() && flow.mayStream()) {
      events(ctx, accepted, inputs);
    } else if (accepted.json()) {
      json(ctx, inputs);
    } else {
      throw new FaultException(
          accepted.notAcceptable(flow.streams() ? "text/event-stream, " + JSON : JSON));
    }
  }

  private void json(Context ctx, Value.Mapping inputs) {
    calls.run(ctx, flow, inputs).ifPresent(result -> answer(ctx, result));
  }

  private void answer(Context ctx, FlowResult result) {
    if (result.status() != FlowResult.Status.COMPLETED) {
      throw new FaultException(Faults.ofScore(result));
    }
    Replies.json(ctx, flow.shown(result.outputs()));
  }

  private void events(Context ctx, Accepted accepted, Value.Mapping inputs) throws IOException {
    var stream = new ScoreStream(ctx, flow, traces);
    var result = calls.follow(ctx, flow, inputs, stream);
    if (result.isEmpty()) {
      return;
    }
    if (stream.isBegun() || (isComplete(result.get()) && flow.streams())) {
      stream.end(result.get());
    } else if (!isComplete(result.get()) || accepted.json()) {
      answer(ctx, result.get());
    } else {
      Fault fault = accepted.notAcceptable(JSON);
      throw new FaultException(fault);
    }
  }

  private static boolean isComplete(FlowResult result) {
    return result.status() == FlowResult.Status.COMPLETED;
  }
}
