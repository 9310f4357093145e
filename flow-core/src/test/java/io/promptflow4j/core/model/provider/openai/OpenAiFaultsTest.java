package io.promptflow4j.core.model.provider.openai;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.provider.http.HttpLimits;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a service may do to us below the level of HTTP replies.
@Timeout(30)
class OpenAiFaultsTest {

  private static ModelException failure(RawService service, Duration limit) {
    return failure(service, limit, Calls.PATIENT);
  }

  private static ModelException failure(RawService service, Duration limit, HttpLimits limits) {
    try (var model = Calls.modelAt(service.address(), 0, limits)) {
      return catchThrowableOfType(ModelException.class, () -> model.call(Calls.within(limit)));
    }
  }

  @Test
  void aServiceThatNeverAnswersIsLeftAtTheFirstByteLimit() {
    RawService[] self = new RawService[1];
    try (var service = new RawService(_ -> self[0].idle(20_000))) {
      self[0] = service;

      ModelException problem = failure(service, Duration.ofSeconds(10), Calls.HASTY);

      assertThat(problem.code()).isEqualTo("timeout");
      assertThat(problem).hasMessageContaining("did not begin to answer");
    }
  }

  @Test
  void aBodyThatDripsIsCutAtTheCallsLimit() {
    RawService[] self = new RawService[1];
    try (var service =
        new RawService(out -> {
          RawService.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
          for (int i = 0; i < 400 && !self[0].idle(50); i++) {
            RawService.write(out, "{");
          }
        })) {
      self[0] = service;
      long before = System.nanoTime();

      ModelException problem = failure(service, Duration.ofMillis(1500));

      assertThat(problem.code()).isEqualTo("timeout");
      assertThat(problem).hasMessageContaining("still sending");
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void aBodyThatEndsTooEarlyIsAFailure() {
    try (var service =
        new RawService(
            out -> RawService.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"ch"))) {
      ModelException problem = failure(service, Duration.ofSeconds(5));

      assertThat(problem.code()).isEqualTo("unavailable");
      assertThat(problem).hasMessageContaining("in the middle of its reply");
    }
  }

  @Test
  void aBodyBeyondTheCapIsNotRead() {
    try (var service =
        new RawService(out -> {
          RawService.write(out, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
          String kilobyte = "x".repeat(1024);
          for (int i = 0; i < 4096; i++) {
            RawService.write(out, kilobyte);
          }
        })) {
      ModelException problem = failure(service, Duration.ofSeconds(10));

      assertThat(problem.code()).isEqualTo("bad-reply");
      assertThat(problem).hasMessageContaining("more than 1 MiB");
    }
  }

  @Test
  void aConnectionThatClosesWithoutAnAnswerIsAFailure() {
    try (var service = new RawService(_ -> {})) {
      assertThat(failure(service, Duration.ofSeconds(5)).code()).isEqualTo("unavailable");
    }
  }

  @Test
  void aPortWhereNobodyListensIsNamed() throws Exception {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (var model = Calls.modelAt("http://127.0.0.1:" + port + "/v1")) {
      var problem = catchThrowableOfType(ModelException.class, () -> model.call(Calls.chat("{}")));

      assertThat(problem.code()).isEqualTo("unavailable");
      assertThat(problem).hasMessageContaining("can't be reached").hasMessageContaining(":" + port);
    }
  }

  @Test
  void aNameWithoutAnAddressIsSaidToBeOne() {
    try (var model = Calls.modelAt("http://nowhere.invalid/v1")) {
      var problem = catchThrowableOfType(ModelException.class, () -> model.call(Calls.chat("{}")));

      assertThat(problem).hasMessageContaining("no address is known");
    }
  }

  @Test
  void aCertificateThatNobodyVouchesForEndsTheCallAtOnce() {
    var service = new WireMockServer(wireMockConfig().dynamicPort().dynamicHttpsPort());
    service.start();
    try (var model =
        Calls.modelAt("https://localhost:" + service.httpsPort() + "/v1", 5, Calls.PATIENT)) {
      var problem = catchThrowableOfType(ModelException.class, () -> model.call(Calls.chat("{}")));

      assertThat(problem).hasMessageContaining("no certificate that this machine trusts");
      assertThat(problem.isRetryable()).isFalse();
      assertThat(service.getAllServeEvents()).isEmpty();
    } finally {
      service.stop();
    }
  }

  @Test
  void aLostConnectionIsTriedAgain() throws Exception {
    var calls = new AtomicInteger();
    try (var service =
            new RawService(out -> {
              if (calls.getAndIncrement() > 0) {
                RawService.json(out, Calls.reply("at last"));
              }
            });
        var model = Calls.modelAt(service.address(), 2, Calls.PATIENT)) {
      assertThat(model.call(Calls.chat("{}")).finishReason()).isEqualTo("stop");
      assertThat(service.requests()).isEqualTo(2);
    }
  }

  @Test
  void anInterruptGivesTheCallUpAtOnce() throws Exception {
    var arrived = new CountDownLatch(1);
    RawService[] self = new RawService[1];
    try (var service =
            new RawService(_ -> {
              arrived.countDown();
              self[0].idle(20_000);
            });
        var model = Calls.modelAt(service.address(), 3, HttpLimits.DEFAULT)) {
      self[0] = service;
      var ended = new CompletableFuture<Throwable>();
      Thread caller =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  model.call(Calls.chat("{}"));
                } catch (InterruptedException | RuntimeException problem) {
                  ended.complete(problem);
                }
              });
      assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();

      caller.interrupt();

      assertThat(ended.get(15, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void anAddressWithAPasswordIsRefusedWithoutRepeatingIt() {
    Connection connection = Calls.openAi("https://user:hunter2@host/v1");

    var problem = catchThrowableOfType(ModelException.class, () -> OpenAiEndpoint.of(connection));

    assertThat(problem.code()).isEqualTo("missing-key");
    assertThat(problem).hasMessageContaining("base_url").hasMessageNotContaining("hunter2");
  }
}
