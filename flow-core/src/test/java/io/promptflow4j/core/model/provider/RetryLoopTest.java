package io.promptflow4j.core.model.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.promptflow4j.core.model.ModelException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryLoopTest {

  private final ModelException passing = new ModelException("unavailable", "busy", true);
  private final ModelException lasting = new ModelException("bad-request", "no", false);

  private final List<Duration> waits = new ArrayList<>();
  private final AtomicInteger tries = new AtomicInteger();
  private long now;

  private RetryLoop loop(int retries) {
    return new RetryLoop(
        new CallPolicy(retries, Duration.ofMinutes(1)),
        () -> now,
        wait -> {
          waits.add(wait);
          now += wait.toNanos();
        },
        () -> 0);
  }

  private ModelException failure(int retries, Duration limit, Outcome<String> always) {
    return catchThrowableOfType(
        ModelException.class,
        () ->
            loop(retries)
                .run(
                    limit.toNanos(),
                    () -> {
                      tries.incrementAndGet();
                      return always;
                    }));
  }

  @Test
  void waitsTwiceAsLongEachTimeUpToEightSeconds() {
    ModelException problem = failure(6, Duration.ofHours(1), Outcome.Failed.forNow(passing));

    assertThat(tries).hasValue(7);
    assertThat(waits)
        .extracting(Duration::toMillis)
        .containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 8000L);
    assertThat(problem).hasMessage("busy (tried 7 times)");
  }

  @Test
  void stopsAtTheFirstReply() throws InterruptedException {
    String reply =
        loop(5)
            .run(
                Duration.ofHours(1).toNanos(),
                () ->
                    tries.incrementAndGet() < 3
                        ? Outcome.Failed.forNow(passing)
                        : new Outcome.Answered<>("ok"));

    assertThat(reply).isEqualTo("ok");
    assertThat(waits).hasSize(2);
  }

  @Test
  void triesOnceWhatWouldOnlyRepeatItself() {
    assertThat(failure(5, Duration.ofHours(1), Outcome.Failed.forGood(lasting)))
        .hasMessage("no")
        .hasCause(lasting);
    assertThat(tries).hasValue(1);
  }

  @Test
  void triesAFewTimesWhatRarelyPasses() {
    failure(5, Duration.ofHours(1), new Outcome.Failed<>(lasting, 2, Optional.empty()));

    assertThat(tries).hasValue(3);
  }

  @Test
  void waitsAsLongAsTheServiceAsks() {
    failure(
        1,
        Duration.ofHours(1),
        new Outcome.Failed<>(passing, 9, Optional.of(Duration.ofSeconds(5))));

    assertThat(waits).containsExactly(Duration.ofSeconds(5));
  }

  @Test
  void givesUpWhenTheServiceAsksForTooLong() {
    ModelException problem =
        failure(
            5,
            Duration.ofDays(2),
            new Outcome.Failed<>(passing, 9, Optional.of(Duration.ofDays(1))));

    assertThat(tries).hasValue(1);
    assertThat(problem).hasMessageContaining("asks to wait 86400 s");
  }

  @Test
  void givesUpWhenTheWaitWouldOutlastTheCall() {
    ModelException problem = failure(9, Duration.ofSeconds(2), Outcome.Failed.forNow(passing));

    assertThat(tries).hasValue(3);
    assertThat(problem).hasMessageContaining("no time is left");
  }

  @Nested
  class RetryAfterHeaders {

    private static final InstantSource CLOCK =
        InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z"));

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            retry-after    | 5                             | 5000
            retry-after    | 0.25                          | 250
            retry-after    | Sat, 21 Nov 2026 10:00:07 GMT | 7000
            retry-after    | Sat, 21 Nov 2026 09:00:00 GMT | 0
            retry-after    | 86400                         | 86400000
            retry-after-ms | 120                           | 120
            retry-after    | -1                            |
            retry-after    | soon                          |
            """)
    void areReadAsSecondsMillisecondsOrDates(String name, String value, Long millis) {
      Optional<Duration> wait =
          RetryAfter.read(header -> Optional.ofNullable(Map.of(name, value).get(header)), CLOCK);

      assertThat(wait).isEqualTo(Optional.ofNullable(millis).map(Duration::ofMillis));
    }
  }

  @Test
  void thePolicyComesFromVariables() {
    assertThat(CallPolicy.from(Map.of("PF_MODEL_RETRIES", "0", "PF_MODEL_FIRST_BYTE_SEC", "7")))
        .isEqualTo(new CallPolicy(0, Duration.ofSeconds(7)));
    assertThat(CallPolicy.from(Map.of("PF_MODEL_RETRIES", "-3"))).isEqualTo(CallPolicy.DEFAULT);
  }
}
