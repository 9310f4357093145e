package io.promptflow4j.server.route.gateway;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.promptflow4j.core.model.EmbeddingModel;
import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelApi;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelParameters;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.budget.SpendingLedger;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.api.ScoreInputs;
import io.promptflow4j.server.api.openai.EmbeddingAsk;
import io.promptflow4j.server.api.openai.ModelAnswer;
import io.promptflow4j.server.api.openai.ModelAsk;
import io.promptflow4j.server.deployment.gateway.SharedModels;
import io.promptflow4j.server.deployment.gateway.SharedModels.Allowance;
import io.promptflow4j.server.deployment.gateway.SharedModels.Way;
import io.promptflow4j.server.route.Calls;
import io.promptflow4j.server.route.Replies;
import io.promptflow4j.server.security.Caller;
import io.promptflow4j.server.security.Gate;
import io.promptflow4j.server.security.Needs;
import io.promptflow4j.server.security.RoleCheck;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Answers OpenAI's clients with models of shared connections: `/v1/models`,
/// `/v1/chat/completions`, `/v1/embeddings`.
///
/// What a call is expected to take is booked on the caller's page before it is made and corrected
/// by what it took.
public final class GatewayRoutes {

  /// Which connection and model answered.
  public static final String MODEL = "x-promptflow4j-model";

  /// What the answer cost.
  public static final String COST = "x-promptflow4j-cost";

  private static final Duration LIMIT = Duration.ofMinutes(10);

  /// Takes what each answer took.
  @FunctionalInterface
  public interface Took {

    /// A model has answered.
    void answered(Way way, TokenUsage usage);
  }

  private final SharedModels models;
  private final Optional<SpendingLedger> ledger;
  private final Calls calls;
  private final InstantSource clock;
  private final Took took;
  private final long since;

  /// @param ledger has what keys took; without it quotas of the day are not held
  public GatewayRoutes(
      SharedModels models,
      Optional<SpendingLedger> ledger,
      Calls calls,
      InstantSource clock,
      Took took) {
    this.models = models;
    this.ledger = ledger;
    this.calls = calls;
    this.clock = clock;
    this.took = took;
    this.since = clock.instant().getEpochSecond();
  }

  public void addTo(RoutesConfig routes) {
    routes.get("/v1/models", this::list, Needs.VIEWER);
    routes.get("/v1/models/<model>", this::show, Needs.VIEWER);
    routes.post("/v1/chat/completions", this::complete, Needs.RUNNER);
    routes.post("/v1/embeddings", this::embed, Needs.RUNNER);
  }

  private static Caller caller(Context ctx) {
    return RoleCheck.caller(ctx).orElse(Caller.ANYBODY);
  }

  private void list(Context ctx) {
    List<Value.Mapping> all = models.names(caller(ctx)::opens).stream().map(this::model).toList();
    Replies.json(ctx, new Fields().put("object", "list").put("data", all).end());
  }

  private void show(Context ctx) {
    String name = ctx.pathParam("model");
    Way _ = way(ctx, name);
    Replies.json(ctx, model(name));
  }

  private Value.Mapping model(String name) {
    return new Fields()
        .put("id", name)
        .put("object", "model")
        .put("created", since)
        .put("owned_by", "promptflow4j")
        .end();
  }

  /// What a caller may not use is not there for them.
  private Way way(Context ctx, String name) {
    return models
        .find(name, caller(ctx)::opens)
        .orElseThrow(() ->
            new FaultException(
                Fault.of(404, "model-not-found", "There is no model of that name.", "model")));
  }

  private Optional<Allowance> allowance(Context ctx) {
    Caller caller = caller(ctx);
    return ledger.flatMap(known ->
        caller
            .page()
            .flatMap(
                page -> caller.quota().perDay().map(most -> new Allowance(page, most, known))));
  }

  private ModelFaults faults(Context ctx) {
    return new ModelFaults(models.redaction(), caller(ctx).page(), clock);
  }

  private static Duration patience(Context ctx) {
    return Calls.patience(ctx).filter(own -> own.compareTo(LIMIT) < 0).orElse(LIMIT);
  }

  private void complete(Context ctx) throws IOException {
    ModelAsk ask = ModelAsk.read(ScoreInputs.object(calls.bodies().read(ctx)));
    Way way = way(ctx, ask.model());
    var request =
        new ModelRequest(
            "gateway",
            ModelApi.CHAT,
            ask.messages(),
            "",
            new ModelParameters(Optional.of(way.model()), ask.parameters().settings()),
            patience(ctx));
    var answer =
        new ModelAnswer(
            "chatcmpl-" + Replies.id(ctx), clock.instant().getEpochSecond(), ask.model());
    ctx.header(MODEL, way.toString());
    LanguageModel model = opened(ctx, way);
    if (ask.isStream()) {
      stream(ctx, way, new Relaying(model, request, answer, ask.usageAtEnd()));
    } else {
      whole(ctx, way, model, request, answer);
    }
  }

  private LanguageModel opened(Context ctx, Way way) {
    try {
      return models.open(way, allowance(ctx));
    } catch (ModelException broken) {
      throw new FaultException(faults(ctx).of(broken));
    }
  }

  private void whole(
      Context ctx, Way way, LanguageModel model, ModelRequest request, ModelAnswer answer) {
    try (var _ = calls.departures().watch(ctx.attribute(Gate.END_POINT))) {
      ModelReply reply = model.call(request);
      took.answered(way, reply.usage());
      ModelAnswer.cost(reply.cost()).ifPresent(cost -> ctx.header(COST, cost));
      Replies.json(ctx, answer.whole(reply));
    } catch (ModelException problem) {
      throw new FaultException(faults(ctx).of(problem));
    } catch (InterruptedException left) {
      ctx.status(Calls.CALLER_LEFT);
    }
  }

  /// A call whose answer is written while it comes.
  private record Relaying(
      LanguageModel model, ModelRequest request, ModelAnswer answer, boolean withUsage) {}

  private void stream(Context ctx, Way way, Relaying relaying) {
    var stream = new ModelStream(ctx, relaying.answer(), faults(ctx), relaying.withUsage());
    try (var _ = calls.departures().watch(ctx.attribute(Gate.END_POINT));
        var relay = new Relay(relaying.model(), relaying.request())) {
      stream.follow(relay, calls.heartbeat()).ifPresent(reply -> took.answered(way, reply.usage()));
    } catch (InterruptedException | IOException left) {
      if (!ctx.res().isCommitted()) {
        ctx.status(Calls.CALLER_LEFT);
      }
    }
  }

  private void embed(Context ctx) {
    EmbeddingAsk ask = EmbeddingAsk.read(ScoreInputs.object(calls.bodies().read(ctx)));
    Way way = way(ctx, ask.model());
    EmbeddingModel model =
        opened(ctx, way)
            .embeddings()
            .orElseThrow(() ->
                new FaultException(
                    Fault.of(
                        400, "no-embeddings", "This model's connection gives none.", "model")));
    ctx.header(MODEL, way.toString());
    try (var _ = calls.departures().watch(ctx.attribute(Gate.END_POINT))) {
      EmbeddingModel.Reply reply =
          model.embed(
              new EmbeddingModel.Request(
                  "gateway", way.model(), ask.texts(), ask.dimensions(), patience(ctx)));
      took.answered(way, reply.usage());
      ModelAnswer.cost(
              models.prices(way).of(Optional.of(way.model()), reply.model(), reply.usage()))
          .ifPresent(cost -> ctx.header(COST, cost));
      Replies.json(ctx, ask.answer(reply, ask.model()));
    } catch (ModelException problem) {
      throw new FaultException(faults(ctx).of(problem));
    } catch (InterruptedException left) {
      ctx.status(Calls.CALLER_LEFT);
    }
  }
}
