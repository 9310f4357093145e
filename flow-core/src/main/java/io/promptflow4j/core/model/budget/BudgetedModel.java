package io.promptflow4j.core.model.budget;

import io.promptflow4j.core.model.CallAttempt;
import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.EmbeddingModel;
import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.traffic.ExpectedTokens;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/// A model whose calls are made only as long as the day's budget of their connection allows it.
///
/// What a call is expected to take is booked before it is made and corrected by what it took. What
/// may have been paid without an answer stays booked, also if the process ends meanwhile.
public final class BudgetedModel implements LanguageModel {

  /// How many tokens an answer is expected to have as long as none is known and nothing limits it.
  private static final long FIRST_ANSWER = 256;

  /// Whoever lets data choose models must not fill the memory.
  private static final int MOST_NAMES = 256;

  private final LanguageModel model;
  private final DayBudget budget;
  private final Prices prices;
  private final AtomicLong longestAnswer = new AtomicLong(FIRST_ANSWER);

  /// The model that answered last, by the name that was asked for.
  private final Map<String, String> answering = new ConcurrentHashMap<>();

  /// What a call costs.
  @FunctionalInterface
  public interface Prices {

    /// What one call costs.
    ///
    /// @param asked the model or deployment that is asked for
    /// @param answered the model that answers, as the provider names it; may be empty
    Cost of(Optional<String> asked, String answered, TokenUsage usage);
  }

  /// @param model whose replies say what they cost
  public BudgetedModel(LanguageModel model, DayBudget budget, Prices prices) {
    this.model = model;
    this.budget = budget;
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
  public Optional<Cost> costAhead(Optional<String> asked) {
    return model.costAhead(asked);
  }

  @Override
  public ModelReply call(ModelRequest request) throws InterruptedException {
    return within(expected(request), () -> model.call(request), reply -> took(request, reply));
  }

  @Override
  public ModelReply stream(ModelRequest request, Consumer<String> chunks)
      throws InterruptedException {
    return within(
        expected(request), () -> model.stream(request, chunks), reply -> took(request, reply));
  }

  @Override
  public Optional<EmbeddingModel> embeddings() {
    return model
        .embeddings()
        .map(own ->
            request ->
                within(
                    expected(Optional.of(request.model()), ExpectedTokens.of(request), 0),
                    () -> own.embed(request),
                    reply -> took(request, reply)));
  }

  private Taken took(EmbeddingModel.Request request, EmbeddingModel.Reply reply) {
    Optional<String> asked = Optional.of(request.model());
    learn(asked, reply.model());
    return new Taken(
        reply.usage(), prices.of(asked, reply.model(), reply.usage()), reply.attempts());
  }

  /// What one answered call took.
  private record Taken(TokenUsage usage, Cost cost, List<CallAttempt> attempts) {}

  private Taken took(ModelRequest request, ModelReply reply) {
    learn(request.parameters().model(), reply.model());
    longestAnswer.accumulateAndGet(reply.usage().completion(), Math::max);
    return new Taken(reply.usage(), reply.cost(), reply.attempts());
  }

  private void learn(Optional<String> asked, String answered) {
    if (!answered.isBlank() && answering.size() < MOST_NAMES) {
      answering.put(asked.orElse(""), answered);
    }
  }

  private Spending expected(ModelRequest request) {
    long limit = ExpectedTokens.answer(request);
    return expected(
        request.parameters().model(),
        ExpectedTokens.prompt(request),
        limit > 0 ? limit : longestAnswer.get());
  }

  private Spending expected(Optional<String> name, long prompt, long answer) {
    var usage = new TokenUsage(prompt, answer, prompt + answer, 0, 0);
    return new Spending(
        budget.needsPrices() ? price(name, usage) : BigDecimal.ZERO, usage.total(), 1);
  }

  /// Where only an answer tells which model it is, as with a deployment that may be called
  /// anything, nothing is booked for the first call.
  private BigDecimal price(Optional<String> name, TokenUsage usage) {
    String answers = answering.getOrDefault(name.orElse(""), "");
    return answers.isEmpty() && model.costAhead(name).isEmpty()
        ? BigDecimal.ZERO
        : budget.price(prices.of(name, answers, usage));
  }

  /// One call.
  @FunctionalInterface
  private interface Calling<R> {
    R make() throws InterruptedException;
  }

  private <R> R within(Spending expected, Calling<R> call, Function<R, Taken> took)
      throws InterruptedException {
    SpendingLedger.Page page = budget.book(expected);
    R reply;
    try {
      reply = call.make();
    } catch (ModelException problem) {
      long charged = charged(problem.attempts());
      budget.correct(page, expected.times(charged).minus(expected));
      throw problem;
    }
    budget.correct(page, spent(took.apply(reply), expected).minus(expected));
    return reply;
  }

  /// Tries before the one that was answered took as much as was expected of one.
  private Spending spent(Taken taken, Spending expected) {
    Spending before = expected.times(Math.max(0, charged(taken.attempts()) - 1));
    long tokens = taken.usage().total() == 0 ? expected.tokens() : taken.usage().total();
    BigDecimal money =
        budget.needsPrices()
            ? budget.amount(taken.cost()).orElse(expected.money())
            : expected.money();
    return new Spending(money, tokens, 1).plus(before);
  }

  private static long charged(List<CallAttempt> attempts) {
    return attempts.stream()
        .filter(one ->
            switch (one.cost()) {
              case PAID, IN_DOUBT -> true;
              case NOT_SENT, REFUSED -> false;
            })
        .count();
  }

  @Override
  public void close() {
    model.close();
  }
}
