package io.promptflow4j.core.model.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrafficTest {

  private final ModelException down = new ModelException("unavailable", "down", true);
  private final ModelException busy = new ModelException("rate-limited", "busy", true);
  private final ModelException key = new ModelException("unauthorized", "who?", false);
  private final ModelException empty = new ModelException("quota", "pay", false);

  private long now = -5_000_000_000_000L; // System.nanoTime may be below zero

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private Traffic traffic(Map<String, String> settings) {
    var connection = new Connection("my_conn", ConnectionType.OPEN_AI, settings, Map.of());
    return new Traffic("my_conn", CallLimits.of(connection), () -> now);
  }

  private Traffic traffic() {
    return traffic(Map.of());
  }

  private void fails(Traffic traffic, ModelException problem, int times)
      throws InterruptedException {
    for (int i = 0; i < times; i++) {
      assertThat(traffic.enter(Duration.ZERO)).isTrue();
      traffic.failed(problem, problem == busy, Optional.empty());
      traffic.leave();
    }
  }

  @Nested
  class Cooldown {

    @Test
    void holdsEveryCallBackForAsLongAsTheServiceAsked() {
      Traffic traffic = traffic();

      traffic.failed(busy, true, Optional.of(Duration.ofSeconds(5)));

      assertThat(traffic.hold().time()).isEqualTo(Duration.ofSeconds(5));
      pass(Duration.ofSeconds(3));
      assertThat(traffic.hold().time()).isEqualTo(Duration.ofSeconds(2));
      pass(Duration.ofSeconds(2));
      assertThat(traffic.hold().isNone()).isTrue();
    }

    @Test
    void isNotMadeShorterByALaterAnswer() {
      Traffic traffic = traffic();
      traffic.failed(busy, true, Optional.of(Duration.ofSeconds(30)));

      traffic.failed(busy, true, Optional.of(Duration.ofSeconds(1)));

      assertThat(traffic.hold().time()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void isNotAskedForByAFailureOfOneCall() {
      Traffic traffic = traffic();

      traffic.failed(down, false, Optional.of(Duration.ofSeconds(30)));

      assertThat(traffic.hold().isNone()).isTrue();
    }
  }

  @Nested
  class Numbers {

    @Test
    void ofCallsUnderWayAreHalvedOnceASecondAndGrowWithAnswers() throws InterruptedException {
      Traffic traffic = traffic(Map.of("max_concurrency", "8"));
      for (int i = 0; i < 8; i++) {
        assertThat(traffic.enter(Duration.ZERO)).isTrue();
      }
      assertThat(traffic.enter(Duration.ZERO)).isFalse();

      for (int i = 0; i < 8; i++) {
        traffic.failed(busy, true, Optional.empty());
        traffic.leave();
      }

      assertThat(entered(traffic)).isEqualTo(4);
      for (int i = 0; i < 40; i++) {
        traffic.answered();
      }
      assertThat(entered(traffic)).isEqualTo(8);
    }

    @Test
    void withoutALimitFollowWhatWasUnderWay() throws InterruptedException {
      Traffic traffic = traffic();
      for (int i = 0; i < 100; i++) {
        assertThat(traffic.enter(Duration.ZERO)).isTrue();
      }

      traffic.failed(busy, true, Optional.empty());
      for (int i = 0; i < 100; i++) {
        traffic.leave();
      }

      assertThat(entered(traffic)).isEqualTo(50);
    }

    private int entered(Traffic traffic) throws InterruptedException {
      int entered = 0;
      while (traffic.enter(Duration.ZERO)) {
        entered++;
      }
      for (int i = 0; i < entered; i++) {
        traffic.leave();
      }
      return entered;
    }
  }

  @Nested
  class PerMinute {

    @Test
    void noMoreCallsBeginThanTheOwnerAllows() {
      Traffic traffic = traffic(Map.of("requests_per_minute", "60"));
      Duration last = Duration.ZERO;
      for (int i = 0; i < 62; i++) {
        last = traffic.book(0);
      }

      assertThat(last).isBetween(Duration.ofSeconds(59), Duration.ofSeconds(61));
    }

    @Test
    void aPauseEarnsNoMoreThanASecondsWorth() {
      Traffic traffic = traffic(Map.of("requests_per_minute", "60"));
      pass(Duration.ofHours(1));

      assertThat(traffic.book(0)).isZero();
      assertThat(traffic.book(0)).isZero();
      assertThat(traffic.book(0)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void tokensCountAsTheyWereUsedAndNotAsTheyWereExpected() {
      Traffic traffic = traffic(Map.of("tokens_per_minute", "6000"));
      assertThat(traffic.countsTokens()).isTrue();
      traffic.book(1000);
      assertThat(traffic.book(0)).isEqualTo(Duration.ofSeconds(9));

      traffic.tookMore(-900);

      assertThat(traffic.book(0)).isZero();
      traffic.tookMore(500);
      assertThat(traffic.book(0)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void nothingIsLimitedUnlessTheOwnerSaysSo() {
      Traffic traffic = traffic();
      for (int i = 0; i < 10_000; i++) {
        assertThat(traffic.book(100_000)).isZero();
      }
    }
  }

  @Nested
  class Breaker {

    @Test
    void opensAfterTenFailuresAndAsksWithOneCallFiveSecondsLater() throws InterruptedException {
      Traffic traffic = traffic();
      fails(traffic, down, 9);
      assertThat(traffic.hold().isNone()).isTrue();

      fails(traffic, down, 1);

      assertThat(traffic.hold().down()).isTrue();
      assertThat(traffic.hold().time()).isEqualTo(Duration.ofSeconds(5));
      pass(Duration.ofSeconds(5));
      assertThat(traffic.hold().isNone()).isTrue(); // the call that asks
      assertThat(traffic.hold().down()).isTrue(); // and nobody else
    }

    @Test
    void staysOpenForTenSecondsMoreEachTimeTheServiceIsStillDown() throws InterruptedException {
      Traffic traffic = traffic();
      fails(traffic, down, 10);
      pass(Duration.ofSeconds(5));
      assertThat(traffic.hold().isNone()).isTrue();

      fails(traffic, down, 1);

      assertThat(traffic.hold().time()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void closesWithTheFirstAnswer() throws InterruptedException {
      Traffic traffic = traffic();
      fails(traffic, down, 10);
      pass(Duration.ofSeconds(5));
      assertThat(traffic.hold().isNone()).isTrue();

      traffic.answered();

      assertThat(traffic.hold().isNone()).isTrue();
      fails(traffic, down, 9);
      assertThat(traffic.hold().isNone()).isTrue();
    }

    @Test
    void opensWhenEverySecondCallFails() throws InterruptedException {
      Traffic traffic = traffic();
      int calls = 0;
      while (traffic.hold().isNone()) {
        if (calls++ % 2 == 0) {
          fails(traffic, down, 1);
        } else {
          traffic.answered();
        }
      }

      assertThat(calls).isLessThanOrEqualTo(20);
    }

    @Test
    void letsAnotherCallAskIfTheOneThatAskedWasGivenUp() throws InterruptedException {
      Traffic traffic = traffic();
      fails(traffic, down, 10);
      pass(Duration.ofSeconds(5));
      assertThat(traffic.hold().isNone()).isTrue();

      traffic.abandoned();

      assertThat(traffic.hold().isNone()).isTrue();
    }

    @Test
    void doesNotMindRefusals() throws InterruptedException {
      Traffic traffic = traffic();
      fails(traffic, busy, 100);
      fails(traffic, new ModelException("bad-request", "no", false), 100);

      assertThat(traffic.hold().isNone()).isTrue();
    }
  }

  @Nested
  class Refusals {

    @Test
    void ofTheKeyCountAfterThreeAlike() throws InterruptedException {
      Traffic traffic = traffic();
      fails(traffic, key, 2);
      assertThat(traffic.refusal()).isEmpty();

      fails(traffic, key, 1);

      assertThat(traffic.refusal()).contains(key);
      pass(Duration.ofMinutes(1));
      assertThat(traffic.refusal()).isEmpty();
    }

    @Test
    void areAlikeWhateverNumberTheRequestHas() throws InterruptedException {
      Traffic traffic = traffic();
      for (String id : List.of("3f2a9c10-77aa", "9b81c2d0-12ef", "00aa11bb-9c9d")) {
        fails(traffic, new ModelException("unauthorized", "wrong key, request " + id, false), 1);
      }

      assertThat(traffic.refusal()).isPresent();
    }

    @Test
    void areNotAddedUpIfTheyDiffer() throws InterruptedException {
      Traffic traffic = traffic();
      for (String model : List.of("one", "two", "six")) {
        fails(traffic, new ModelException("unauthorized", "not for model " + model, false), 1);
      }

      assertThat(traffic.refusal()).isEmpty();
    }

    @Test
    void forWantOfMoneyCountAtOnce() throws InterruptedException {
      Traffic traffic = traffic();

      fails(traffic, empty, 1);

      assertThat(traffic.refusal()).contains(empty);
    }

    @Test
    void areForgottenWithAnAnswer() throws InterruptedException {
      Traffic traffic = traffic();
      fails(traffic, key, 2);
      traffic.answered();

      fails(traffic, key, 2);

      assertThat(traffic.refusal()).isEmpty();
    }
  }

  @Nested
  class Budget {

    @Test
    void allowsAFifthOfTheCallsBesidesWhatThereIsToBeginWith() {
      Traffic traffic = traffic();
      for (int i = 0; i < 100; i++) {
        traffic.began();
      }
      int free = 0;
      while (traffic.retry().orElseThrow().isZero()) {
        free++;
      }

      assertThat(free).isBetween(39, 40); // 20 and a fifth of 100; binary fractions
    }

    @Test
    void letsLaterTriesWaitAndThenSaysNo() {
      Traffic traffic = traffic();
      Optional<Duration> wait = traffic.retry();
      Duration longest = Duration.ZERO;
      while (wait.isPresent()) {
        longest = wait.get();
        wait = traffic.retry();
      }

      assertThat(longest).isEqualTo(Duration.ofSeconds(60));
      pass(Duration.ofMinutes(2));
      assertThat(traffic.retry()).contains(Duration.ZERO);
    }

    @Test
    void isNeededForASecondCallBesideASlowOne() {
      Traffic traffic = traffic();
      int hedges = 0;
      while (traffic.mayHedge()) {
        hedges++;
      }

      assertThat(hedges).isEqualTo(20);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          requests_per_minute | many | a whole number
          requests_per_minute | 0    | a whole number
          tokens_per_minute   | 1.5  | a whole number
          max_concurrency     | -1   | a whole number
          max_retries         | 101  | from 0 to 100
          first_byte_timeout  | 0    | a number of seconds
          hedge_after         | soon | a number of seconds
          """)
  void aSettingThatIsNoneIsNamed(String field, String value, String said) {
    assertThatThrownBy(() -> traffic(Map.of(field, value)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("'my_conn'")
        .hasMessageContaining(field)
        .hasMessageContaining(said)
        .hasMessageContaining("'" + value + "'");
  }
}
