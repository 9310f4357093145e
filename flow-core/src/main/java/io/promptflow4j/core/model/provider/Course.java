package io.promptflow4j.core.model.provider;

import io.promptflow4j.core.model.CallAttempt;
import io.promptflow4j.core.model.CallAttempt.Cost;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ServiceLoad;
import io.promptflow4j.core.model.traffic.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The course of one call: waits, tries, and what each came to. Owned by the thread that makes it.
final class Course<T> {

  private static final Duration FIRST_WAIT = Duration.ofMillis(500);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);
  private static final Duration LONGEST_DOWN = Duration.ofSeconds(30);
  private static final Duration LONGEST_QUIET = Duration.ofMinutes(5);
  private static final double SPREAD = 0.2;

  private final RetryLoop.Terms terms;
  private final CallPolicy policy;
  private final Traffic traffic;
  private final long deadline;
  private final long expectedTokens;
  private final RetryLoop.Try<T> attempt;
  private final List<CallAttempt> tries;
  private @Nullable ModelException last;
  private Duration waited = Duration.ZERO;
  private Duration waitedWhileDown = Duration.ZERO;

  /// @param tries gets every try
  Course(
      RetryLoop.Terms terms,
      long deadline,
      long expectedTokens,
      RetryLoop.Try<T> attempt,
      List<CallAttempt> tries) {
    this.terms = terms;
    this.policy = terms.policy();
    this.traffic = terms.traffic();
    this.deadline = deadline;
    this.expectedTokens = expectedTokens;
    this.attempt = attempt;
    this.tries = tries;
  }

  /// @throws ModelException if there is no reply
  T run() throws InterruptedException {
    traffic.began();
    while (true) {
      enter();
      Instant start = Instant.now();
      switch (once()) {
        case Outcome.Answered<T>(T reply) -> {
          note(start, "answered", OptionalInt.empty(), Cost.PAID, "");
          policy.load().ifPresent(ServiceLoad::answered);
          return reply;
        }
        case Outcome.Failed<T> failed -> {
          ModelException problem = failed.problem();
          String message = String.valueOf(problem.getMessage());
          note(start, problem.code(), failed.status(), failed.cost(), message);
          policy.load().filter(_ -> failed.overloaded()).ifPresent(ServiceLoad::overloaded);
          last = problem;
          pause(waitAfter(failed));
        }
      }
    }
  }

  /// A service that asks for a day is asked again sooner.
  private static Duration capped(Duration asked) {
    return asked.compareTo(LONGEST_QUIET) > 0 ? LONGEST_QUIET : asked;
  }

  private void note(Instant start, String result, OptionalInt status, Cost cost, String message) {
    tries.add(
        new CallAttempt(
            traffic.connection(),
            start,
            waited,
            Duration.between(start, Instant.now()),
            result,
            status,
            cost,
            message));
    waited = Duration.ZERO;
  }

  /// One try, whose end the traffic learns.
  private Outcome<T> once() throws InterruptedException {
    boolean told = false;
    try {
      Outcome<T> outcome = attempt.once();
      switch (outcome) {
        case Outcome.Answered<T> _ -> traffic.answered();
        case Outcome.Failed<T> failed ->
            traffic.failed(
                failed.problem(), failed.overloaded(), failed.retryAfter().map(Course::capped));
      }
      told = true;
      return outcome;
    } finally {
      if (!told) {
        traffic.abandoned();
      }
      traffic.leave();
    }
  }

  /// Waits until the connection may be called.
  private void enter() throws InterruptedException {
    checkRefusal();
    pause(
        traffic.book(expectedTokens), "its limits per minute leave no room within the call's time");
    while (true) {
      if (!traffic.enter(Duration.ZERO)) {
        awaitPlace();
      }
      Optional<Traffic.Hold> hold = hold();
      if (hold.isEmpty()) {
        return;
      }
      await(hold.get());
      checkRefusal();
    }
  }

  private void awaitPlace() throws InterruptedException {
    long before = now();
    if (!traffic.enter(Duration.ofNanos(Math.max(0, deadline - before)))) {
      throw notSent("rate-limited", "too many calls were under way until its time was over");
    }
    waited = waited.plusNanos(now() - before);
  }

  /// Why a call that has entered has left again.
  private Optional<Traffic.Hold> hold() {
    Traffic.Hold hold = traffic.hold();
    if (hold.isNone()) {
      return Optional.empty();
    }
    traffic.leave();
    return Optional.of(hold);
  }

  private void await(Traffic.Hold hold) throws InterruptedException {
    if (hold.down()) {
      waitedWhileDown = waitedWhileDown.plus(hold.time());
      Duration longest = policy.hasFallback() ? Duration.ZERO : LONGEST_DOWN;
      if (waitedWhileDown.compareTo(longest) > 0) {
        throw notSent("unavailable", "most of its last calls failed");
      }
      pause(hold.time(), "most of its last calls failed, and the call has no time to wait");
    } else if (hold.time().compareTo(policy.longestAsked()) > 0) {
      throw notSent(
          "rate-limited",
          "the service wants to be left alone for %d s".formatted(hold.time().toSeconds()));
    } else {
      pause(spread(hold.time()), "the service wants to be left alone for longer than the call has");
    }
  }

  private Duration spread(Duration asked) {
    return asked.plusNanos((long) (asked.toNanos() * SPREAD * terms.chance().getAsDouble()));
  }

  private void checkRefusal() {
    traffic
        .refusal()
        .ifPresent(problem -> {
          tries.add(unsent(problem.code()));
          throw problem.withAttempts(tries);
        });
  }

  private CallAttempt unsent(String code) {
    return new CallAttempt(
        traffic.connection(),
        Instant.now(),
        waited,
        Duration.ZERO,
        code,
        OptionalInt.empty(),
        Cost.NOT_SENT,
        "");
  }

  /// A failure of a call that was not made, or not made again.
  private ModelException notSent(String code, String why) {
    int made = tries.size();
    tries.add(unsent(code));
    ModelException problem =
        last == null
            ? new ModelException(
                code,
                "connection '%s' was not called: %s".formatted(traffic.connection(), why),
                true)
            : withTries(last, made, "; not tried again: " + why);
    return problem.withAttempts(tries);
  }

  private void pause(Duration time, String why) throws InterruptedException {
    if (now() + time.toNanos() - deadline >= 0) {
      throw notSent("rate-limited", why);
    }
    pause(time);
  }

  private void pause(Duration time) throws InterruptedException {
    if (!time.isZero()) {
      waited = waited.plus(time);
      terms.pause().wait(time);
    }
  }

  private long now() {
    return terms.nanoTime().getAsLong();
  }

  /// How long to wait for the next try.
  ///
  /// @throws ModelException if there is none
  private Duration waitAfter(Outcome.Failed<T> failed) {
    String code = failed.problem().code();
    long alike = tries.stream().filter(one -> one.result().equals(code)).count();
    if (tries.size() > policy.retries() || alike > failed.mostRetries()) {
      throw over(failed, "");
    }
    Duration wait = failed.retryAfter().map(this::spread).orElseGet(this::backoff);
    failed
        .retryAfter()
        .filter(asked -> asked.compareTo(policy.longestAsked()) > 0)
        .ifPresent(asked -> {
          throw over(
              failed,
              "; it asks to wait %d s, which is longer than a call waits"
                  .formatted(asked.toSeconds()));
        });
    if (!failed.overloaded()) {
      Duration forBudget =
          traffic
              .retry()
              .orElseThrow(() ->
                  over(failed, "; too many of the connection's calls were tried again already"));
      wait = wait.compareTo(forBudget) > 0 ? wait : forBudget;
    }
    if (now() + wait.toNanos() - deadline >= 0) {
      throw over(failed, "; no time is left for another try");
    }
    return wait;
  }

  private Duration backoff() {
    long full = FIRST_WAIT.toMillis() << Math.min(tries.size() - 1, 10);
    double capped = Math.min(full, LONGEST_WAIT.toMillis());
    return Duration.ofMillis(Math.round(capped * (1 - terms.chance().getAsDouble())));
  }

  private ModelException over(Outcome.Failed<T> failed, String why) {
    return withTries(failed.problem(), tries.size(), why).withAttempts(tries);
  }

  private static ModelException withTries(ModelException problem, int made, String why) {
    if (made == 1 && why.isEmpty()) {
      return problem;
    }
    return new ModelException(
        problem.code(),
        problem.getMessage() + (made > 1 ? " (tried %d times)".formatted(made) : "") + why,
        problem.isRetryable(),
        problem);
  }
}
