package io.promptflow4j.core.model.provider;

import io.promptflow4j.core.model.CallAttempt;
import io.promptflow4j.core.model.EmbeddingModel;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.traffic.CallLimits;
import io.promptflow4j.core.model.traffic.ExpectedTokens;
import io.promptflow4j.core.model.traffic.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/// The only place where a model call is tried again. Thread-safe: what the calls of a connection
/// share is its [Traffic].
///
/// It waits as long as the service asks for and up to a fifth longer, else by chance up to half a
/// second, which doubles with each try up to eight. It gives up when the tries are used up, when
/// the wait would outlast the call's deadline, or when the service asks for too long.
public final class RetryLoop {

  private static final Duration LONGEST_CALL = Duration.ofDays(1);

  /// One try.
  @FunctionalInterface
  public interface Try<T> {
    Outcome<T> once() throws InterruptedException;
  }

  /// How to wait.
  @FunctionalInterface
  public interface Pause {
    void wait(Duration time) throws InterruptedException;
  }

  /// What all calls of a loop have in common.
  record Terms(
      CallPolicy policy,
      Traffic traffic,
      LongSupplier nanoTime,
      Pause pause,
      DoubleSupplier chance) {}

  private final Terms terms;

  public RetryLoop(CallPolicy policy) {
    this(
        policy,
        System::nanoTime,
        RetryLoop::pauseThread,
        () -> ThreadLocalRandom.current().nextDouble());
  }

  RetryLoop(CallPolicy policy, LongSupplier nanoTime, Pause pause, DoubleSupplier chance) {
    Traffic traffic = policy.traffic().orElseGet(() -> new Traffic("", CallLimits.NONE, nanoTime));
    this.terms = new Terms(policy, traffic, nanoTime, pause, chance);
  }

  private static void pauseThread(Duration time) throws InterruptedException {
    boolean _ = new Semaphore(0).tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Tries until there is a reply or no sense in going on.
  ///
  /// @param deadline when the call has to be over, as of [System#nanoTime]
  /// @throws ModelException the last try's failure, with all tries
  public <T> T run(long deadline, Try<T> attempt) throws InterruptedException {
    return new Course<>(terms, deadline, 0, attempt, new ArrayList<>()).run();
  }

  /// As [#run], for a whole reply: within the request's limit, its tokens counted against the
  /// connection's limit, and with a second call beside a slow one if the connection wants that.
  public ModelReply call(ModelRequest request, Try<ModelReply> attempt)
      throws InterruptedException {
    List<CallAttempt> tries = new ArrayList<>();
    Try<ModelReply> made =
        terms
            .policy()
            .hedgeAfter()
            .<Try<ModelReply>>map(
                patience -> new Hedge<>(attempt, patience, terms.traffic(), tries))
            .orElse(attempt);
    return run(request, made, tries);
  }

  /// As [#call], for a reply that is handed on piece by piece.
  public ModelReply stream(ModelRequest request, Try<ModelReply> attempt)
      throws InterruptedException {
    return run(request, attempt, new ArrayList<>());
  }

  private ModelReply run(ModelRequest request, Try<ModelReply> attempt, List<CallAttempt> tries)
      throws InterruptedException {
    long expected = terms.traffic().countsTokens() ? ExpectedTokens.of(request) : 0;
    ModelReply reply =
        new Course<>(terms, deadline(request.limit()), expected, attempt, tries).run();
    correct(reply.usage(), expected);
    return isAtOnce(tries) ? reply : reply.withAttempts(tries);
  }

  /// Whether there is nothing to tell.
  private static boolean isAtOnce(List<CallAttempt> tries) {
    return tries.size() == 1 && tries.getFirst().waited().toMillis() == 0;
  }

  /// As [#stream], for vectors.
  public EmbeddingModel.Reply embed(
      EmbeddingModel.Request request, Try<EmbeddingModel.Reply> attempt)
      throws InterruptedException {
    List<CallAttempt> tries = new ArrayList<>();
    long expected = terms.traffic().countsTokens() ? ExpectedTokens.of(request) : 0;
    EmbeddingModel.Reply reply =
        new Course<>(terms, deadline(request.limit()), expected, attempt, tries).run();
    correct(reply.usage(), expected);
    return isAtOnce(tries) ? reply : reply.withAttempts(tries);
  }

  private void correct(TokenUsage usage, long expected) {
    if (usage.total() > 0) {
      terms.traffic().tookMore(usage.total() - expected);
    }
  }

  private long deadline(Duration limit) {
    Duration shorter = limit.compareTo(LONGEST_CALL) < 0 ? limit : LONGEST_CALL;
    return terms.nanoTime().getAsLong() + shorter.toNanos();
  }
}
