package io.promptflow4j.server.route.gateway;

import io.javalin.http.Context;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.ErrorBody;
import io.promptflow4j.server.api.Events;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.api.openai.ModelAnswer;
import io.promptflow4j.server.route.Calls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// Writes the pieces of a model's answer while they come. Used by the thread of the request.
final class ModelStream {

  private static final String DONE = "data: [DONE]\n\n";

  private final Context ctx;
  private final ModelAnswer answer;
  private final ModelFaults faults;
  private final boolean withUsage;
  private boolean begun;

  ModelStream(Context ctx, ModelAnswer answer, ModelFaults faults, boolean withUsage) {
    this.ctx = ctx;
    this.answer = answer;
    this.faults = faults;
    this.withUsage = withUsage;
  }

  /// Follows a call to its end. Empty if it failed after something was sent.
  ///
  /// @throws FaultException if it failed before
  Optional<ModelReply> follow(Relay relay, Duration heartbeat)
      throws IOException, InterruptedException {
    while (true) {
      switch (relay.next(heartbeat)) {
        case Relay.Event.Piece(String text) -> {
          begin();
          send(answer.piece(text));
        }
        case Relay.Event.Silence _ -> {
          begin();
          write(Events.HEARTBEAT);
        }
        case Relay.Event.Ended(ModelReply reply) -> {
          end(reply);
          return Optional.of(reply);
        }
        case Relay.Event.Failed(ModelException problem) -> {
          fail(faults.of(problem));
          return Optional.empty();
        }
        case Relay.Event.Broke(Throwable problem) ->
            throw new IllegalStateException("a model broke", problem);
      }
    }
  }

  private void begin() throws IOException {
    if (!begun) {
      begun = true;
      Calls.beginEvents(ctx);
      send(answer.begin());
    }
  }

  private void end(ModelReply reply) throws IOException {
    begin();
    for (Value.Mapping chunk : answer.end(reply)) {
      send(chunk);
    }
    if (withUsage) {
      send(answer.usageChunk(reply));
    }
    write(DONE);
  }

  private void fail(Fault fault) throws IOException {
    if (!begun) {
      throw new FaultException(fault);
    }
    send(ErrorBody.openAi(fault));
  }

  private void send(Value.Mapping chunk) throws IOException {
    write(Events.data(chunk));
  }

  private void write(String text) throws IOException {
    var out = ctx.res().getOutputStream();
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
