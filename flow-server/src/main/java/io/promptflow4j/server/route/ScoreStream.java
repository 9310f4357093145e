package io.promptflow4j.server.route;

import io.javalin.http.Context;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.ErrorBody;
import io.promptflow4j.server.api.Events;
import io.promptflow4j.server.deployment.Faults;
import io.promptflow4j.server.deployment.ServedFlow;
import io.promptflow4j.server.deployment.TraceJson;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// The events of one call of `/score`: one with the outputs that are known before the first piece,
/// `data: {"output": piece}` for each piece, one with the outputs that are known only at the end,
/// `event: error` if the flow fails on the way.
///
/// A caller that says `x-promptflow4j-events` gets two more at the end: `trace` and `end`.
final class ScoreStream implements Calls.Taker {

  private static final String MORE = "x-promptflow4j-events";

  private final Context ctx;
  private final ServedFlow flow;
  private final boolean traces;
  private final Set<String> sent = new LinkedHashSet<>();
  private boolean begun;

  ScoreStream(Context ctx, ServedFlow flow, boolean traces) {
    this.ctx = ctx;
    this.flow = flow;
    this.traces = traces;
  }

  /// Whether something was sent, so that the status is decided.
  boolean isBegun() {
    return begun;
  }

  @Override
  public void known(Value.Mapping outputs) throws IOException {
    Value.Mapping shown = flow.shown(outputs);
    if (!shown.entries().isEmpty()) {
      begin();
      sent.addAll(shown.entries().keySet());
      Replies.send(ctx, Events.data(shown));
    }
  }

  @Override
  public void piece(String output, Value piece) throws IOException {
    if (flow.isShown(output)) {
      begin();
      sent.add(output);
      Replies.send(ctx, Events.data(Value.of(Map.of(output, piece))));
    }
  }

  @Override
  public void silence() throws IOException {
    if (begun || flow.streams()) {
      begin();
      Replies.send(ctx, Events.HEARTBEAT);
    }
  }

  private void begin() {
    if (!begun) {
      begun = true;
      Calls.beginEvents(ctx);
    }
  }

  /// Sends what is left to say when the flow has ended.
  void end(FlowResult result) throws IOException {
    begin();
    if (result.status() == FlowResult.Status.COMPLETED) {
      rest(result);
    } else {
      Replies.send(ctx, Events.named("error", ErrorBody.promptFlow(Faults.ofScore(result))));
    }
    if (ctx.header(MORE) != null) {
      if (traces) {
        Replies.send(ctx, Events.named("trace", TraceJson.of(result)));
      }
      Replies.send(ctx, Events.named("end", new Fields().put("request_id", Replies.id(ctx)).end()));
    }
  }

  private void rest(FlowResult result) throws IOException {
    var rest = new LinkedHashMap<>(flow.shown(result.outputs()).entries());
    rest.keySet().removeAll(sent);
    if (!rest.isEmpty()) {
      Replies.send(ctx, Events.data(Value.of(rest)));
    }
  }
}
