package io.promptflow4j.core.model.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.connection.Secret;
import io.promptflow4j.core.model.provider.CallPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Addresses that lead to this machine, or would, by other names than its own: nobody is called.
@Timeout(60)
class CanaryTest {

  private static final FaultyService CANARY =
      new FaultyService(List.of("ok"), Calls.reply("caught").replace("\n", ""), false);

  @AfterAll
  static void close() {
    CANARY.close();
  }

  private static Throwable outcome(String address) {
    return catchThrowable(() -> {
      var connection =
          new Connection(
              "my_conn",
              ConnectionType.OPEN_AI,
              Map.of("base_url", address.replace("PORT", port())),
              Map.of("api_key", new Secret(Calls.KEY)));
      try (var model =
          new OpenAiModel(
              connection, new CallPolicy(0, Duration.ofSeconds(5)), Calls.PATIENT)) {
        model.call(Calls.chat("{}"));
      }
    });
  }

  private static String port() {
    return CANARY.address().replaceAll("\\D*127\\.0\\.0\\.1:(\\d+).*", "$1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://2130706433:PORT/v1",
        "http://0x7f000001:PORT/v1",
        "http://0x7f.1:PORT/v1",
        "http://017700000001:PORT/v1",
        "http://127.1:PORT/v1",
        "http://127.0.1:PORT/v1",
        "http://0:PORT/v1",
        "http://169.254.169.254/latest",
        "http://[fe80::1]:PORT/v1",
        "http://[fd00:ec2::254]/v1",
        "http://[::ffff:169.254.169.254]/v1",
        "http://[64:ff9b::a9fe:a9fe]/v1",
        "http://[2002:a9fe:a9fe::1]/v1",
        "http://224.0.0.1:PORT/v1",
        "http://255.255.255.255:PORT/v1",
        "http://168.63.129.16/v1",
        "http://user@127.0.0.1:PORT/v1",
        "http://127.0.0.1:PORT\\@api.example.com/v1",
        "http://127.0.0.1:PORT/v1#@api.example.com",
        "http://127.0.0.1:PORT/v1?x=@api.example.com",
        "http://127.0.0.1%00.example.com:PORT/v1",
        "http://127。0。0。1:PORT/v1",
        "http://①②⑦.0.0.1:PORT/v1",
        "http://:PORT/v1",
        "http:///v1",
        "//127.0.0.1:PORT/v1",
        "file:///etc/passwd",
        "ftp://127.0.0.1:PORT/v1",
        "gopher://127.0.0.1:PORT/v1",
        "jar:http://127.0.0.1:PORT/v1!/",
        "HTTP ://127.0.0.1:PORT/v1"
      })
  void areNotCalled(String address) {
    int before = CANARY.requests();

    assertThat(outcome(address))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("'my_conn'")
        .hasMessageNotContaining("canary");

    assertThat(CANARY.requests()).isEqualTo(before);
  }

  @Test
  void theCanarySeesWhoCallsItByItsName() {
    int before = CANARY.requests();

    assertThat(outcome("http://127.0.0.1:PORT/v1")).isNull();
    assertThat(outcome("http://localhost:PORT/v1")).isNull();

    assertThat(CANARY.requests()).isEqualTo(before + 2);
  }
}
