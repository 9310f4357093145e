package io.promptflow4j.core.model.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.promptflow4j.core.model.CallAttempt;
import io.promptflow4j.core.model.CallAttempt.Cost;
import io.promptflow4j.core.model.ModelApi;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelParameters;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.traffic.SharedTraffic;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Calls of one connection one after the other, on a clock that stands still unless they wait.
@Timeout(30)
class CourseTest {

  private static final ModelReply REPLY =
      new ModelReply(Value.of("ok"), "stop", "m", new TokenUsage(5, 5, 10, 0, 0));
  private final ModelException down = new ModelException("unavailable", "down", true);
  private final ModelException busy = new ModelException("rate-limited", "busy", true);
  private final ModelException key = new ModelException("unauthorized", "who?", false);
  private final ModelException empty = new ModelException("quota", "pay", false);

  private final Deque<Outcome<ModelReply>> script = new ArrayDeque<>();
  private final List<Duration> waits = new ArrayList<>();
  private final AtomicInteger sent = new AtomicInteger();
  private double chance;
  private long now;

  private RetryLoop loop(int retries, Map<String, String> settings) {
    var connection = new Connection("my_conn", ConnectionType.OPEN_AI, settings, Map.of());
    CallPolicy policy =
        new CallPolicy(retries, Duration.ofMinutes(1)).of(connection, new SharedTraffic(() -> now));
    return new RetryLoop(
        policy,
        () -> now,
        wait -> {
          waits.add(wait);
          now += wait.toNanos();
        },
        () -> chance);
  }

  private Outcome<ModelReply> next() {
    sent.incrementAndGet();
    return script.isEmpty() ? new Outcome.Answered<>(REPLY) : script.removeFirst();
  }

  private static ModelRequest request(Duration limit) {
    return new ModelRequest(
        "n",
        ModelApi.COMPLETION,
        List.of(),
        "x".repeat(400),
        new ModelParameters(Optional.of("m"), new LinkedHashMap<>()),
        limit);
  }

  private ModelReply call(RetryLoop loop) throws InterruptedException {
    return loop.call(request(Duration.ofMinutes(10)), this::next);
  }

  private ModelException failure(RetryLoop loop) {
    return catchThrowableOfType(ModelException.class, () -> call(loop));
  }

  private void fails(int times, ModelException problem) {
    for (int i = 0; i < times; i++) {
      script.add(
          problem.isRetryable() ? Outcome.Failed.forNow(problem) : Outcome.Failed.forGood(problem));
    }
  }

  @Test
  void everyTryIsToldWithItsWaitItsStatusAndItsCost() throws Exception {
    script.add(
        new Outcome.Failed<ModelReply>(busy, 9, Optional.of(Duration.ofSeconds(5)))
            .withStatus(429));
    script.add(Outcome.Failed.<ModelReply>forNow(down).withStatus(500).withCost(Cost.IN_DOUBT));

    List<CallAttempt> tries = call(loop(5, Map.of())).attempts();

    assertThat(tries)
        .extracting(CallAttempt::result)
        .containsExactly("rate-limited", "unavailable", "answered");
    assertThat(tries)
        .extracting(CallAttempt::cost)
        .containsExactly(Cost.REFUSED, Cost.IN_DOUBT, Cost.PAID);
    assertThat(tries)
        .extracting(CallAttempt::waited)
        .containsExactly(Duration.ZERO, Duration.ofSeconds(5), Duration.ofSeconds(1));
    assertThat(tries.get(0).status()).hasValue(429);
    assertThat(tries.get(1).message()).isEqualTo("down");
    assertThat(tries).extracting(CallAttempt::connection).containsOnly("my_conn");
  }

  @Test
  void anAnswerAtOnceHasNothingToTell() throws Exception {
    assertThat(call(loop(5, Map.of())).attempts()).isEmpty();
  }

  @Test
  void aFailureTellsItsTries() {
    fails(2, down);

    assertThat(failure(loop(1, Map.of())).attempts()).hasSize(2);
  }

  @Test
  void whatAServiceAsksForIsSpreadOverAFifthMore() throws Exception {
    chance = 1;
    script.add(new Outcome.Failed<>(busy, 9, Optional.of(Duration.ofSeconds(5))));

    call(loop(5, Map.of()));

    assertThat(waits).containsExactly(Duration.ofSeconds(6));
  }

  @Test
  void otherWaitsMayBeAsShortAsChanceWants() throws Exception {
    chance = 1;
    fails(3, down);

    call(loop(5, Map.of()));

    assertThat(waits).isEmpty();
  }

  @Test
  void whatOneCallIsToldHoldsTheNextOneBack() throws Exception {
    RetryLoop loop = loop(0, Map.of());
    script.add(new Outcome.Failed<>(busy, 9, Optional.of(Duration.ofSeconds(7))));
    failure(loop);

    ModelReply reply = call(loop);

    assertThat(waits).containsExactly(Duration.ofSeconds(7));
    assertThat(reply.attempts().getFirst().waited()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void aCallWithoutTimeToWaitIsNotSent() {
    RetryLoop loop = loop(0, Map.of());
    script.add(new Outcome.Failed<>(busy, 9, Optional.of(Duration.ofSeconds(60))));
    failure(loop);

    var problem =
        catchThrowableOfType(
            ModelException.class, () -> loop.call(request(Duration.ofSeconds(30)), this::next));

    assertThat(problem.code()).isEqualTo("rate-limited");
    assertThat(problem).hasMessageContaining("'my_conn' was not called");
    assertThat(problem.attempts()).extracting(CallAttempt::cost).containsExactly(Cost.NOT_SENT);
    assertThat(sent).hasValue(1);
  }

  @Test
  void anAbsurdWaitEndsCallsAtOnceButNotForADay() throws Exception {
    RetryLoop loop = loop(5, Map.of());
    script.add(new Outcome.Failed<>(busy, 9, Optional.of(Duration.ofDays(1))));

    assertThat(failure(loop)).hasMessageContaining("asks to wait 86400 s");
    assertThat(failure(loop)).hasMessageContaining("left alone for 300 s");
    assertThat(sent).hasValue(1);
    now += Duration.ofMinutes(5).toNanos();
    assertThat(call(loop)).isEqualTo(REPLY);
  }

  @Test
  void aServiceThatIsDownIsAskedByOneCallAtATime() {
    RetryLoop loop = loop(0, Map.of());
    fails(100, down);
    for (int i = 0; i < 10; i++) {
      failure(loop);
    }
    assertThat(sent).hasValue(10);

    ModelException problem = failure(loop); // waits for its turn, asks, and is told the same

    assertThat(waits).containsExactly(Duration.ofSeconds(5));
    assertThat(problem.code()).isEqualTo("unavailable");
    assertThat(sent).hasValue(11);
  }

  @Test
  void aCallDoesNotWaitLongForAServiceThatIsDown() {
    RetryLoop loop = loop(9, Map.of());
    fails(100, down);

    ModelException problem = failure(loop);

    // ten tries; the eleventh would have to wait for the service to rest
    assertThat(problem.code()).isEqualTo("unavailable");
    assertThat(sent).hasValue(10);
    assertThat(failure(loop).code()).isEqualTo("unavailable");
    assertThat(now).isLessThan(Duration.ofMinutes(3).toNanos());
  }

  @Test
  void aKeyThatIsRefusedThreeTimesIsNotSentAgain() {
    RetryLoop loop = loop(5, Map.of());
    fails(10, key);
    for (int i = 0; i < 3; i++) {
      failure(loop);
    }

    ModelException problem = failure(loop);

    assertThat(sent).hasValue(3);
    assertThat(problem.code()).isEqualTo("unauthorized");
    assertThat(problem.attempts()).extracting(CallAttempt::cost).containsExactly(Cost.NOT_SENT);
  }

  @Test
  void anEmptyAccountIsAskedOnce() {
    RetryLoop loop = loop(5, Map.of());
    fails(10, empty);

    failure(loop);
    failure(loop);

    assertThat(sent).hasValue(1);
  }

  @Test
  void limitsPerMinuteHoldCallsBack() throws Exception {
    RetryLoop loop = loop(5, Map.of("requests_per_minute", "60"));
    for (int i = 0; i < 12; i++) {
      call(loop);
    }

    assertThat(Duration.ofNanos(now)).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
  }

  @Test
  void tokensThatWereUsedHoldTheNextCallBack() throws Exception {
    RetryLoop loop = loop(5, Map.of("tokens_per_minute", "60"));

    call(loop); // expected 100, used 10
    call(loop);

    assertThat(Duration.ofNanos(now)).isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void aConnectionWithAStandInGivesUpSooner() {
    RetryLoop loop = loop(5, Map.of("fallback", "other"));
    script.add(new Outcome.Failed<>(busy, 9, Optional.of(Duration.ofSeconds(20))));
    failure(loop);
    assertThat(sent).hasValue(1);
    now += Duration.ofMinutes(1).toNanos();
    fails(9, down);

    failure(loop);

    assertThat(sent).hasValue(1 + 3);
  }

  @Test
  void theConnectionsOwnNumberOfTriesWins() {
    fails(9, down);

    failure(loop(5, Map.of("max_retries", "1")));

    assertThat(sent).hasValue(2);
  }

  @Test
  void aSecondCallBesideASlowOneAnswersAndTheSlowOneIsGivenUp() throws Exception {
    RetryLoop loop = loop(0, Map.of("hedge_after", "0.01"));
    var interrupted = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    var first = new AtomicInteger();

    ModelReply reply =
        loop.call(
            request(Duration.ofMinutes(1)),
            () -> {
              if (first.getAndIncrement() == 0) {
                try {
                  never.await();
                } catch (InterruptedException given) {
                  interrupted.countDown();
                  throw given;
                }
              }
              return new Outcome.Answered<>(REPLY);
            });

    interrupted.await();
    assertThat(first).hasValue(2);
    assertThat(reply.attempts())
        .extracting(CallAttempt::result)
        .containsExactly("given-up", "answered");
    assertThat(reply.attempts().getFirst().cost()).isEqualTo(Cost.IN_DOUBT);
  }

  @Test
  void aFastCallIsMadeOnce() throws Exception {
    call(loop(0, Map.of("hedge_after", "20")));

    assertThat(sent).hasValue(1);
  }

  @Test
  void aStreamHasNoSecondCall() throws Exception {
    RetryLoop loop = loop(0, Map.of("hedge_after", "0.001"));
    var threads = new ArrayList<Thread>();

    loop.stream(
        request(Duration.ofMinutes(1)),
        () -> {
          threads.add(Thread.currentThread());
          return new Outcome.Answered<>(REPLY);
        });

    assertThat(threads).containsExactly(Thread.currentThread());
  }

  @Test
  void aCallThatBreaksGivesItsPlaceBack() throws Exception {
    RetryLoop loop = loop(0, Map.of("max_concurrency", "1"));
    ModelRequest request = request(Duration.ofMinutes(10));
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() ->
              loop.call(
                  request,
                  () -> {
                    throw new IllegalStateException();
                  }))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() ->
              loop.stream(
                  request,
                  () -> {
                    throw new InterruptedException();
                  }))
          .isInstanceOf(InterruptedException.class);
    }

    assertThat(call(loop)).isEqualTo(REPLY);
  }
}
