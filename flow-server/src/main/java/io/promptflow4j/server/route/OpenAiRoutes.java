package io.promptflow4j.server.route;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.graph.ChatRoles;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.api.ScoreInputs;
import io.promptflow4j.server.api.openai.Completion;
import io.promptflow4j.server.api.openai.ResponseEvents;
import io.promptflow4j.server.api.openai.Turn;
import io.promptflow4j.server.api.openai.TurnReader;
import io.promptflow4j.server.deployment.CallerInputs;
import io.promptflow4j.server.deployment.ChatTurn;
import io.promptflow4j.server.deployment.Faults;
import io.promptflow4j.server.deployment.ServedFlow;
import io.promptflow4j.server.security.Needs;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Answers OpenAI's clients: `/v1/models`, `/v1/chat/completions` and `/v1/responses`. The chat
/// flow is the model.
public final class OpenAiRoutes {

  private final ServedFlow flow;
  private final ChatTurn chat;
  private final Calls calls;
  private final InstantSource clock;
  private final long since;

  public OpenAiRoutes(ServedFlow flow, ChatRoles roles, Calls calls, InstantSource clock) {
    this.flow = flow;
    this.chat = new ChatTurn(flow, roles);
    this.calls = calls;
    this.clock = clock;
    this.since = clock.instant().getEpochSecond();
  }

  public void addTo(RoutesConfig routes) {
    routes.get("/v1/models", ctx -> Replies.json(ctx, models()), Needs.VIEWER);
    routes.get("/v1/models/{model}", this::model, Needs.VIEWER);
    routes.post("/v1/chat/completions", this::complete, Needs.RUNNER);
    routes.post("/v1/responses", this::respond, Needs.RUNNER);
  }

  private Value.Mapping models() {
    return new Fields().put("object", "list").put("data", List.of(model())).end();
  }

  private Value.Mapping model() {
    return new Fields()
        .put("id", flow.name())
        .put("object", "model")
        .put("created", since)
        .put("owned_by", "promptflow4j")
        .end();
  }

  private void model(Context ctx) {
    if (!ctx.pathParam("model").equals(flow.name())) {
      throw new FaultException(
          Fault.of(404, "model-not-found", "There is no model of that name.", "model"));
    }
    Replies.json(ctx, model());
  }

  /// Answers one request for a chat completion.
  public void complete(Context ctx) throws IOException {
    Turn turn = TurnReader.chat(ScoreInputs.object(calls.bodies().read(ctx)), flow.name());
    Value.Mapping inputs = inputs(turn);
    var completion = new Completion("chatcmpl-" + Replies.id(ctx), now(), flow.name());
    if (turn.isStream()) {
      stream(ctx, inputs, new CompletionFormat(completion, turn.usageAtEnd()));
      return;
    }
    calls
        .run(ctx, flow, inputs)
        .map(OpenAiRoutes::checked)
        .ifPresent(result ->
            Replies.json(ctx, completion.whole(chat.answer(result.outputs()), result.usage())));
  }

  /// Answers one request for a response.
  public void respond(Context ctx) throws IOException {
    Turn turn = TurnReader.response(ScoreInputs.object(calls.bodies().read(ctx)), flow.name());
    Value.Mapping inputs = inputs(turn);
    var response = new ResponseEvents(Replies.id(ctx), now(), flow.name());
    if (turn.isStream()) {
      stream(ctx, inputs, new ResponseFormat(response));
      return;
    }
    calls
        .run(ctx, flow, inputs)
        .map(OpenAiRoutes::checked)
        .ifPresent(result ->
            Replies.json(ctx, response.whole(chat.answer(result.outputs()), result.usage())));
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }

  private Value.Mapping inputs(Turn turn) {
    Value.Mapping inputs = chat.inputs(turn);
    CallerInputs.check(flow.graph(), inputs);
    return inputs;
  }

  private static FlowResult checked(FlowResult result) {
    if (result.status() != FlowResult.Status.COMPLETED) {
      throw new FaultException(Faults.of(result));
    }
    return result;
  }

  private void stream(Context ctx, Value.Mapping inputs, AnswerStream.Format format)
      throws IOException {
    var stream = new AnswerStream(ctx, format);
    Optional<FlowResult> result =
        calls.follow(ctx, flow, inputs, new AnswerTaker(stream, chat::isAnswer));
    if (result.isEmpty()) {
      return;
    }
    boolean completed = result.get().status() == FlowResult.Status.COMPLETED;
    if (!completed && !stream.isBegun()) {
      throw new FaultException(Faults.of(result.get()));
    }
    if (completed) {
      stream.end(chat.answer(result.get().outputs()), result.get().usage());
    } else {
      stream.fail(Faults.of(result.get()));
    }
  }
}
