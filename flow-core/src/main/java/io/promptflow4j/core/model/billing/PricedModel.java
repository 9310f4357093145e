package io.promptflow4j.core.model.billing;

import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.EmbeddingModel;
import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.model.TokenUsage;
import java.util.Optional;
import java.util.function.Consumer;

/// A model whose replies say what they cost. Where a service does not say how many tokens it took,
/// they are counted here, and marked as an estimate.
public final class PricedModel implements LanguageModel {

  private final LanguageModel model;
  private final ConnectionPrices prices;

  public PricedModel(LanguageModel model, ConnectionPrices prices) {
    this.model = model;
    this.prices = prices;
  }

  @Override
  public boolean printsListsByLine() {
    return model.printsListsByLine();
  }

  @Override
  public String identity() {
    return model.identity();
  }

  @Override
  public Optional<EmbeddingModel> embeddings() {
    return model.embeddings();
  }

  @Override
  public Optional<Cost> costAhead(Optional<String> asked) {
    return prices.ahead(asked);
  }

  @Override
  public ModelReply call(ModelRequest request) throws InterruptedException {
    prices.prepare();
    return priced(request, model.call(request));
  }

  @Override
  public ModelReply stream(ModelRequest request, Consumer<String> chunks)
      throws InterruptedException {
    prices.prepare();
    return priced(request, model.stream(request, chunks));
  }

  private ModelReply priced(ModelRequest request, ModelReply reply) {
    if (reply.usage().total() > 0 || prices.areFree()) {
      return reply.withCost(prices.of(request.parameters().model(), reply.model(), reply.usage()));
    }
    TokenUsage counted = TokenEstimate.of(request, reply);
    Cost cost = prices.of(request.parameters().model(), reply.model(), counted);
    return reply
        .withUsage(counted)
        .withCost(cost instanceof Cost.Known(var money) ? new Cost.Estimated(money) : cost);
  }

  @Override
  public void close() {
    model.close();
  }
}
