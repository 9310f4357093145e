package io.promptflow4j.core.model.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClientPoolTest {

  private static final Duration SOON = Duration.ofMillis(1);

  private static long in(Duration time) {
    return System.nanoTime() + time.toNanos();
  }

  @Test
  void anotherClientIsMadeBeforeOneRunsOutOfStreams() throws InterruptedException {
    try (var pool = new ClientPool(true, Duration.ofSeconds(1), Optional.empty(), SOON)) {
      var taken = new ArrayList<HttpClient>();
      for (int i = 0; i < 200; i++) {
        taken.add(pool.take(in(Duration.ofSeconds(5))).client());
      }

      assertThat(taken.stream().distinct()).hasSize(3);
      assertThat(taken).allMatch(client -> client.version() == HttpClient.Version.HTTP_2);
    }
  }

  @Test
  void aPermitThatComesBackIsUsedAgain() throws InterruptedException {
    try (var pool = new ClientPool(true, Duration.ofSeconds(1), Optional.empty(), SOON)) {
      var first = pool.take(in(Duration.ofSeconds(5)));
      first.release();
      for (int i = 0; i < 500; i++) {
        pool.take(in(Duration.ofSeconds(5))).release();
      }

      assertThat(pool.take(in(Duration.ofSeconds(5))).client()).isSameAs(first.client());
    }
  }

  @Test
  void aCallThatGetsNoPermitInTimeIsAFailure() throws InterruptedException {
    try (var pool = new ClientPool(true, Duration.ofSeconds(1), Optional.empty(), SOON)) {
      for (int i = 0; i < 32 * 90; i++) {
        pool.take(in(Duration.ofSeconds(5)));
      }

      assertThatThrownBy(() -> pool.take(in(Duration.ofMillis(50))))
          .isInstanceOf(BrokenExchange.class)
          .hasMessageContaining("too many calls");
    }
  }

  @Test
  void plainHttpStaysWithTheOldProtocolAndOneClient() throws InterruptedException {
    try (var pool = new ClientPool(false, Duration.ofSeconds(1), Optional.empty(), SOON)) {
      var first = pool.take(in(Duration.ofSeconds(5))).client();
      for (int i = 0; i < 500; i++) {
        assertThat(pool.take(in(Duration.ofSeconds(5))).client()).isSameAs(first);
      }

      assertThat(first.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }
  }

  @Test
  void aClientWithoutAConnectionGetsOneCallUntilItHasEnded() throws InterruptedException {
    Duration never = Duration.ofHours(1);
    try (var pool = new ClientPool(true, Duration.ofSeconds(1), Optional.empty(), never)) {
      var first = pool.take(in(Duration.ofSeconds(5)));
      assertThatThrownBy(() -> pool.take(in(Duration.ofMillis(50))))
          .isInstanceOf(BrokenExchange.class);

      first.release();

      for (int i = 0; i < 90; i++) {
        assertThat(pool.take(in(Duration.ofSeconds(5))).client()).isSameAs(first.client());
      }
      assertThat(pool.take(in(Duration.ofSeconds(5))).client()).isNotSameAs(first.client());
    }
  }

  @Test
  void aClientThatTakesLessThanThoughtIsAskedForLess() throws InterruptedException {
    try (var pool = new ClientPool(true, Duration.ofSeconds(1), Optional.empty(), SOON)) {
      var taken = new ArrayList<ClientPool.Slot>();
      for (int i = 0; i < 90; i++) {
        taken.add(pool.take(in(Duration.ofSeconds(5))));
      }
      taken.subList(20, 90).forEach(ClientPool.Slot::shrink); // the service takes 20

      var next = pool.take(in(Duration.ofSeconds(5)));
      assertThat(next.client()).isNotSameAs(taken.getFirst().client());

      taken.getFirst().release();
      assertThat(pool.take(in(Duration.ofSeconds(5))).client()).isSameAs(taken.getFirst().client());
    }
  }
}
