package io.promptflow4j.core.model.traffic;

import io.promptflow4j.core.model.ModelException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// The calls of one connection, seen together. Thread-safe; every call of the connection tells it
/// how it fares, and asks it before it goes on.
///
/// A call books its place ([#book]), enters ([#enter]), makes sure that nothing has come up
/// meanwhile ([#hold]), is made, tells how it ended ([#answered], [#failed]) and leaves ([#leave]).
public final class Traffic {

  private final String connection;
  private final LongSupplier nanoTime;
  private final Optional<RateLimit> requests;
  private final Optional<RateLimit> tokens;
  private final AdaptiveLimit concurrency;
  private final RetryBudget budget;
  private final CircuitBreaker breaker = new CircuitBreaker();
  private final Lockout lockout = new Lockout();
  private final AtomicLong quietUntil;

  /// @param connection its name, for messages; empty if it has none
  public Traffic(String connection, CallLimits limits) {
    this(connection, limits, System::nanoTime);
  }

  /// @param nanoTime the time, as [System#nanoTime] gives it
  public Traffic(String connection, CallLimits limits, LongSupplier nanoTime) {
    long now = nanoTime.getAsLong();
    this.connection = connection;
    this.nanoTime = nanoTime;
    this.requests = limits.requestsPerMinute().map(number -> new RateLimit(number, now));
    this.tokens = limits.tokensPerMinute().map(number -> new RateLimit(number, now));
    this.concurrency =
        new AdaptiveLimit(limits.maxConcurrency().orElse(Integer.MAX_VALUE), nanoTime, _ -> {});
    this.budget = new RetryBudget(now);
    this.quietUntil = new AtomicLong(now);
  }

  /// A reason to wait.
  ///
  /// @param time how long; none if there is no reason
  /// @param down whether it is that the service is believed to be down
  public record Hold(Duration time, boolean down) {

    private static final Hold NONE = new Hold(Duration.ZERO, false);

    /// Whether there is no reason.
    public boolean isNone() {
      return time.isZero();
    }
  }

  /// The connection's name.
  public String connection() {
    return connection;
  }

  /// Whether the connection has a limit for tokens, so that they have to be expected.
  public boolean countsTokens() {
    return tokens.isPresent();
  }

  /// A call begins: it counts for what may be retried.
  public void began() {
    budget.called(nanoTime.getAsLong());
  }

  /// Why a call need not be made: the service would refuse it like those before.
  public Optional<ModelException> refusal() {
    return lockout.refusal(nanoTime.getAsLong());
  }

  /// Books one request and its tokens, as far as the connection has limits, and tells how long to
  /// wait for them.
  public Duration book(long expectedTokens) {
    long now = nanoTime.getAsLong();
    Duration forRequest = requests.map(limit -> limit.book(1, now)).orElse(Duration.ZERO);
    Duration forTokens = tokens.map(limit -> limit.book(expectedTokens, now)).orElse(Duration.ZERO);
    return forRequest.compareTo(forTokens) > 0 ? forRequest : forTokens;
  }

  /// Lets a call begin as soon as there are fewer than may be; false if that takes too long.
  public boolean enter(Duration patience) throws InterruptedException {
    return concurrency.enter(patience);
  }

  /// Why a call that has entered has to leave and wait all the same. If there is no reason, it has
  /// to be made now, and its end be told.
  public Hold hold() {
    long now = nanoTime.getAsLong();
    Duration quiet = quiet();
    if (!quiet.isZero()) {
      return new Hold(quiet, false);
    }
    Duration rest = breaker.pass(now);
    return rest.isZero() ? Hold.NONE : new Hold(rest, true);
  }

  /// How long the service wants to be left alone.
  public Duration quiet() {
    return Duration.ofNanos(Math.max(0, quietUntil.get() - nanoTime.getAsLong()));
  }

  /// A call that has entered is over, or waits after all.
  public void leave() {
    concurrency.leave();
  }

  /// The service gave what was asked.
  public void answered() {
    concurrency.answered();
    breaker.succeeded();
    lockout.answered();
  }

  /// How many more tokens it took than were booked.
  public void tookMore(long than) {
    tokens.ifPresent(limit -> limit.correct(than));
  }

  /// A call failed.
  ///
  /// @param overloaded whether the service had too much to do
  /// @param retryAfter how long it wants to be left alone
  public void failed(ModelException problem, boolean overloaded, Optional<Duration> retryAfter) {
    long now = nanoTime.getAsLong();
    if (overloaded) {
      concurrency.overloaded();
      retryAfter.ifPresent(
          time -> quietUntil.accumulateAndGet(now + time.toNanos(), (a, b) -> a - b > 0 ? a : b));
    }
    switch (problem.code()) {
      case "unavailable", "timeout" -> breaker.failed(now);
      default -> breaker.succeeded();
    }
    lockout.failed(problem, now);
  }

  /// A call ended without telling anything of the service.
  public void abandoned() {
    breaker.abandoned();
  }

  /// Takes a try from what may be retried, and tells how long to wait for it; empty if none is
  /// left.
  public Optional<Duration> retry() {
    return budget.take(nanoTime.getAsLong());
  }

  /// Whether a second call may be made beside one that is under way.
  public boolean mayHedge() {
    return quiet().isZero() && !breaker.isOpen() && budget.takeNow(nanoTime.getAsLong());
  }
}
