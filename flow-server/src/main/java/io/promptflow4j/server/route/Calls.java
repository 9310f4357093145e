package io.promptflow4j.server.route;

import io.javalin.http.Context;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.trace.TraceParent;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.Events;
import io.promptflow4j.server.deployment.RunningFlow;
import io.promptflow4j.server.deployment.RunningFlow.Event;
import io.promptflow4j.server.deployment.ServedFlow;
import io.promptflow4j.server.security.Gate;
import io.promptflow4j.server.security.connection.Departures;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Calls flows for requests: with the caller's patience, and no longer than the caller is there.
///
/// @param heartbeat after how much silence a stream shows that it is alive
public record Calls(Bodies bodies, Departures departures, Duration heartbeat) {

  /// The header in which a caller says how many milliseconds it waits.
  public static final String PATIENCE = "x-request-timeout-ms";

  /// Under this attribute a request carries the result of its flow, once it has ended.
  public static final String RESULT = "promptflow4j.result";

  private static final int STREAM_BUFFER = 2_048;

  /// The caller closed the connection; nobody sees it but logs and metrics.
  public static final int CALLER_LEFT = 499;

  /// Takes what comes of a flow.
  interface Taker {

    /// Outputs were known before the first piece.
    void known(Value.Mapping outputs) throws IOException;

    /// A piece of an output came.
    void piece(String output, Value piece) throws IOException;

    /// Nothing came for a while.
    void silence() throws IOException;
  }

  /// How long a caller waits, as far as it says.
  public static Optional<Duration> patience(Context ctx) {
    @Nullable String said = ctx.header(PATIENCE);
    return said != null && said.matches("[1-9]\\d{0,8}")
        ? Optional.of(Duration.ofMillis(Long.parseLong(said)))
        : Optional.empty();
  }

  private static Optional<TraceParent> parent(Context ctx) {
    return Optional.ofNullable(ctx.header("traceparent")).flatMap(TraceParent::parse);
  }

  /// Runs a flow. Empty if the caller left meanwhile.
  public Optional<FlowResult> run(Context ctx, ServedFlow flow, Value.Mapping inputs) {
    FlowResult result;
    try (var watch = departures.watch(ctx.attribute(Gate.END_POINT))) {
      result = flow.run(inputs, patience(ctx), parent(ctx));
      ctx.attribute(RESULT, result);
      if (!watch.isLeft()) {
        return Optional.of(result);
      }
    }
    ctx.status(CALLER_LEFT);
    return Optional.empty();
  }

  /// Runs a flow and hands on what comes of it, when it comes. Empty if the caller left meanwhile.
  Optional<FlowResult> follow(Context ctx, ServedFlow flow, Value.Mapping inputs, Taker taker) {
    try (var _ = departures.watch(ctx.attribute(Gate.END_POINT));
        var running = flow.start(inputs, patience(ctx), parent(ctx))) {
      FlowResult result = follow(running, taker);
      ctx.attribute(RESULT, result);
      return Optional.of(result);
    } catch (InterruptedException | IOException left) {
      if (!ctx.res().isCommitted()) {
        ctx.status(CALLER_LEFT);
      }
      return Optional.empty();
    }
  }

  private FlowResult follow(RunningFlow running, Taker taker)
      throws InterruptedException, IOException {
    while (true) {
      switch (running.next(heartbeat)) {
        case Event.Piece(var output, var piece) -> taker.piece(output, piece);
        case Event.Known(var outputs) -> taker.known(outputs);
        case Event.Silence _ -> taker.silence();
        case Event.Ended(var result) -> {
          return result;
        }
        case Event.Broke(var problem) -> throw new IllegalStateException("a flow broke", problem);
      }
    }
  }

  /// Begins a stream of events, whose pieces are short: the usual buffer would be 32 KB of nothing.
  public static void beginEvents(Context ctx) {
    ctx.status(200);
    ctx.res().setBufferSize(STREAM_BUFFER);
    ctx.res().setContentType(Events.CONTENT_TYPE);
    ctx.res().setHeader("Cache-Control", "no-store");
    ctx.res().setHeader("X-Accel-Buffering", "no");
  }
}
