package io.promptflow4j.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.run.access.Role;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.Served;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Requests that come twice, and keys that have taken what they may.
class RepeatsAndQuotasTest {

  private static final String QUESTION = "{\"question\": \"Vienna?\"}";

  @TempDir Path folder;

  private static HttpResponse<String> score(
      Guarded guarded, String key, String body, String... more) throws Exception {
    String[] headers = new String[2 + more.length];
    headers[0] = "Authorization";
    headers[1] = "Bearer " + key;
    System.arraycopy(more, 0, headers, 2, more.length);
    return guarded.served.post("/score", body, headers);
  }

  private static String reason(HttpResponse<String> answer) {
    return Served.json(answer).get("error") instanceof Value.Mapping error
            && error.get("reason") instanceof Value.Text(var text)
        ? text
        : "none";
  }

  @Test
  void aRepeatGetsTheAnswerThatWasGivenAndCostsNothing() throws Exception {
    String key = Guarded.key(folder, Role.RUNNER, List.of(), "");
    String other = Guarded.key(folder, Role.RUNNER, List.of(), "");
    try (var guarded = Guarded.in(folder)) {
      var first = score(guarded, key, QUESTION, "Idempotency-Key", "order-1");
      var again = score(guarded, key, QUESTION, "Idempotency-Key", "order-1");

      assertThat(first.statusCode()).isEqualTo(200);
      assertThat(again.statusCode()).isEqualTo(200);
      assertThat(again.body()).isEqualTo(first.body());
      assertThat(again.headers().firstValue("Content-Type"))
          .isEqualTo(first.headers().firstValue("Content-Type"));
      assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
      assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();
      assertThat(guarded.model.requests).hasSize(1);
      assertThat(score(guarded, other, QUESTION, "Idempotency-Key", "order-1").statusCode())
          .isEqualTo(200);
      assertThat(guarded.model.requests).as("another caller's key is another key").hasSize(2);
    }
  }

  @Test
  void anotherBodyWithTheSameKeyIsRefused() throws Exception {
    String key = Guarded.key(folder, Role.RUNNER, List.of(), "");
    try (var guarded = Guarded.in(folder)) {
      score(guarded, key, QUESTION, "Idempotency-Key", "order-1");

      var other = score(guarded, key, "{\"question\": \"Graz?\"}", "Idempotency-Key", "order-1");

      assertThat(other.statusCode()).isEqualTo(422);
      assertThat(reason(other)).isEqualTo("other-body");
      assertThat(guarded.model.requests).hasSize(1);
    }
  }

  @Test
  void aRequestThatFailedMayComeAgain() throws Exception {
    String key = Guarded.key(folder, Role.RUNNER, List.of(), "");
    try (var guarded = Guarded.in(folder)) {
      assertThat(score(guarded, key, "{}", "Idempotency-Key", "order-1").statusCode())
          .isEqualTo(400);

      assertThat(score(guarded, key, QUESTION, "Idempotency-Key", "order-1").statusCode())
          .isEqualTo(200);
      assertThat(score(guarded, key, QUESTION, "Idempotency-Key", "a b").statusCode())
          .isEqualTo(400);
    }
  }

  @Test
  void aRequestThatIsBeingAnsweredIsNotAnsweredTwice() throws Exception {
    String key = Guarded.key(folder, Role.RUNNER, List.of(), "");
    try (var guarded = Guarded.in(folder);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      guarded.model.open = new CountDownLatch(1);
      var first = threads.submit(() -> score(guarded, key, QUESTION, "Idempotency-Key", "slow"));
      var _ = guarded.model.requests.take(); // it is at the model now

      var second = score(guarded, key, QUESTION, "Idempotency-Key", "slow");
      guarded.model.open.countDown();

      assertThat(second.statusCode()).isEqualTo(409);
      assertThat(second.headers().firstValue("Retry-After")).contains("1");
      assertThat(first.get().statusCode()).isEqualTo(200);
      assertThat(score(guarded, key, QUESTION, "Idempotency-Key", "slow").body())
          .isEqualTo(first.get().body());
      assertThat(guarded.model.requests).isEmpty();
    }
  }

  @Test
  void aKeyThatHasTakenItsTokensWaitsForTheNextDay() throws Exception {
    String key = Guarded.key(folder, Role.RUNNER, List.of(), "7 tokens");
    String other = Guarded.key(folder, Role.RUNNER, List.of(), "7 tokens");
    try (var guarded = Guarded.in(folder)) {
      assertThat(score(guarded, key, QUESTION).statusCode()).isEqualTo(200); // five tokens
      assertThat(score(guarded, key, QUESTION).statusCode()).isEqualTo(200); // may pass the quota

      var third = score(guarded, key, QUESTION);

      assertThat(third.statusCode()).isEqualTo(429);
      assertThat(reason(third)).isEqualTo("quota-used");
      assertThat(third.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
      assertThat(guarded.model.requests).hasSize(2);
      assertThat(score(guarded, other, QUESTION).statusCode()).isEqualTo(200);
      assertThat(guarded.store.spending().on(LocalDate.now(ZoneOffset.UTC)).values())
          .extracting(spent -> spent.tokens())
          .containsExactlyInAnyOrder(10L, 5L);
    }
  }

  @Test
  void aKeyHasAsManyCallsAtATimeAsItMay() throws Exception {
    String key = Guarded.key(folder, Role.RUNNER, List.of(), "1 at once");
    try (var guarded = Guarded.in(folder);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      guarded.model.open = new CountDownLatch(1);
      var first = threads.submit(() -> score(guarded, key, QUESTION));
      var _ = guarded.model.requests.take();

      var second = score(guarded, key, QUESTION);
      guarded.model.open.countDown();

      assertThat(second.statusCode()).isEqualTo(429);
      assertThat(first.get().statusCode()).isEqualTo(200);
      assertThat(score(guarded, key, QUESTION).statusCode()).isEqualTo(200);
    }
  }
}
