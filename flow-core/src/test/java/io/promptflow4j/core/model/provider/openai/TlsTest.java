package io.promptflow4j.core.model.provider.openai;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.connection.Secret;
import io.promptflow4j.core.model.provider.CallPolicy;
import io.promptflow4j.core.model.provider.http.HttpLimits;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Encrypted connections, with certificates that `certificates.sh` beside them made.
@Timeout(60)
class TlsTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final HttpLimits LIMITS =
      new HttpLimits(
          Duration.ofSeconds(20), Duration.ofSeconds(30), Duration.ofSeconds(30), 1024 * 1024);

  private static String file(String name) throws URISyntaxException {
    return Path.of(
            TlsTest.class.getResource("/io/promptflow4j/core/model/provider/http/" + name).toURI())
        .toString();
  }

  private static WireMockServer service(String store) throws URISyntaxException {
    var service =
        new WireMockServer(
            wireMockConfig()
                .dynamicPort()
                .dynamicHttpsPort()
                .keystorePath(file(store))
                .keystoreType("PKCS12")
                .keystorePassword("password")
                .keyManagerPassword("password")
                .asynchronousResponseEnabled(true)
                .asynchronousResponseThreads(32));
    service.start();
    service.stubFor(any(anyUrl()).willReturn(okJson(Calls.reply("secure")).withFixedDelay(50)));
    return service;
  }

  private static OpenAiModel model(int port, Map<String, String> more) {
    return model(port, more, LIMITS);
  }

  private static OpenAiModel model(int port, Map<String, String> more, HttpLimits limits) {
    var settings = new HashMap<>(more);
    settings.put("base_url", "https://localhost:" + port + "/v1");
    var connection =
        new Connection(
            "my_conn", ConnectionType.OPEN_AI, settings, Map.of("api_key", new Secret(Calls.KEY)));
    return new OpenAiModel(connection, new CallPolicy(0, Duration.ofSeconds(30)), limits);
  }

  @Test
  void anAuthorityOfTheOperatorsOwnCounts() throws Exception {
    WireMockServer service = service("localhost.p12");
    try (var model = model(service.httpsPort(), Map.of("ca_file", file("authority.pem")))) {
      assertThat(model.call(Calls.chat("{}")).output()).isEqualTo(Value.of("secure"));
    } finally {
      service.stop();
    }
  }

  @ParameterizedTest
  @CsvSource({"localhost.p12, no", "otherhost.p12, yes", "expired.p12, yes"})
  void aCertificateThatDoesNotFitEndsTheCallBeforeTheKeyIsSent(String store, String known)
      throws Exception {
    WireMockServer service = service(store);
    Map<String, String> trust =
        known.equals("yes") ? Map.of("ca_file", file("authority.pem")) : Map.of();
    try (var model = model(service.httpsPort(), trust)) {
      var problem = catchThrowableOfType(ModelException.class, () -> model.call(Calls.chat("{}")));

      assertThat(problem).hasMessageContaining("certificate").hasMessageContaining("ca_file");
      assertThat(problem.isRetryable()).isFalse();
      assertThat(service.getAllServeEvents()).isEmpty();
    } finally {
      service.stop();
    }
  }

  @ParameterizedTest
  @CsvSource({"0, chat", "0, stream", "200, chat"})
  void aHandshakeThatStallsIsCutWithTheTimeForConnecting(int answered, String kind)
      throws Exception {
    var limits = new HttpLimits(Duration.ofMillis(400), HOUR, HOUR, 1024 * 1024);
    var accepted = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var model = model(silent.getLocalPort(), Map.of(), limits)) {
      threads.execute(() -> stall(silent, answered, accepted));

      var problem =
          catchThrowableOfType(
              ModelException.class,
              () -> {
                if (kind.equals("chat")) {
                  model.call(Calls.chat("{}").within(HOUR));
                } else {
                  model.stream(Calls.chat("{}").within(HOUR), _ -> {});
                }
              });

      assertThat(problem.code()).isEqualTo("unavailable");
      assertThat(problem).hasMessageContaining("did not open the connection in time");
      assertThat(problem.isRetryable()).isTrue();
      assertThat(accepted).hasPositiveValue();
    }
  }

  /// Accepts connections, answers with the first bytes of a TLS record, and nothing more.
  private static void stall(ServerSocket silent, int bytes, AtomicInteger accepted) {
    while (true) {
      try {
        Socket socket = silent.accept();
        accepted.incrementAndGet();
        byte[] half = new byte[bytes];
        if (bytes > 0) {
          System.arraycopy(new byte[] {22, 3, 3, 4, 0, 2, 0, 3, (byte) 0xfc, 3, 3}, 0, half, 0, 11);
        }
        socket.getOutputStream().write(half);
        socket.getOutputStream().flush();
      } catch (IOException _) { // the test is over
        return;
      }
    }
  }

  @Test
  void moreCallsAtATimeThanOneConnectionCarriesAllSucceed() throws Exception {
    WireMockServer service = service("localhost.p12");
    try (var model = model(service.httpsPort(), Map.of("ca_file", file("authority.pem")));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<ModelReply>> calls = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        calls.add(() -> model.call(Calls.chat("{}")));
      }

      for (Future<ModelReply> reply : threads.invokeAll(calls)) {
        assertThat(reply.get().output()).isEqualTo(Value.of("secure"));
      }
    } finally {
      service.stop();
    }
  }

  @Test
  void aFileWithoutCertificatesIsNamed(@TempDir Path folder) throws Exception {
    Path empty = Files.writeString(folder.resolve("ca.pem"), "nothing\n");

    var problem =
        catchThrowableOfType(
            ModelException.class, () -> model(1, Map.of("ca_file", empty.toString())));

    assertThat(problem.code()).isEqualTo("bad-connection");
    assertThat(problem).hasMessageContaining("my_conn").hasMessageContaining("ca.pem");
  }
}
