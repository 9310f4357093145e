package io.promptflow4j.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.Called;
import io.promptflow4j.cli.Pf;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FlowServeCommandTest {

  @TempDir private Path folder;
  private Called.Place place;

  @BeforeEach
  void makeFlow() {
    place = new Called.Place(folder);
    assertThat(place.pf("flow", "init", "--flow", "talk", "--type", "chat").exit()).isZero();
  }

  @Test
  @Timeout(180)
  void aFlowIsServedUntilItIsStopped() throws Exception {
    var err = new ByteArrayOutputStream();
    var told = new PipedInputStream();
    var terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(new PipedOutputStream(told), true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of("PF_HOME_DIRECTORY", folder.resolve("home").toString()),
            folder,
            Set.of());
    List<String> call =
        List.of(
            "flow",
            "serve",
            "--source",
            "talk",
            "--port",
            "0",
            "--format",
            "json",
            "--skip-open-browser",
            "--engine",
            "fastapi",
            "--config",
            "connection.provider=local");
    Thread command = Thread.ofPlatform().start(() -> Pf.run(call, terminal));

    var lines = new BufferedReader(new InputStreamReader(told, StandardCharsets.UTF_8));
    var said = (Value.Mapping) Json.read(lines.readLine());
    assertThat(said.get("name")).isEqualTo(Value.of("talk"));
    String address = Json.write(said.entries().getOrDefault("address", Value.Null.NULL));
    try (HttpClient http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(address.replace("\"", "") + "/health")).build();
      assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).body())
          .contains("Healthy");
    }
    command.interrupt();
    command.join(TimeUnit.SECONDS.toMillis(120));

    assertThat(command.isAlive()).as(err.toString(StandardCharsets.UTF_8)).isFalse();
  }

  @Test
  @Timeout(180)
  void theRehearsalServesAndCallsTheFlow() throws Exception {
    assertThat(ServingRehearsal.serve(folder, 8)).isTrue();
  }

  @Test
  void otherMachinesAreNotServedWithoutKeys() {
    Called called = place.pf("flow", "serve", "--source", "talk", "--host", "0.0.0.0");

    assertThat(called.exit()).isEqualTo(1);
    assertThat(called.err()).contains("callers need keys: --workspace-keys");
  }

  @Test
  void aWeakKeyHalfATlsAndAnImpossiblePortAreRefused() {
    assertThat(place.pf("flow", "serve", "--source", "talk", "--api-key", "short").err())
        .contains("at least 16 characters");
    assertThat(place.pf("flow", "serve", "--source", "talk", "--tls-key", "a.pem").exit())
        .isEqualTo(2);
    assertThat(place.pf("flow", "serve", "--source", "talk", "--port", "70000").exit())
        .isEqualTo(2);
  }

  @Test
  void aFlowWithMistakesIsNotServed() throws Exception {
    place.write("talk/flow.dag.yaml", "nodes: 7\n");

    Called called = place.pf("flow", "serve", "--source", "talk", "--format", "json");

    assertThat(called.exit()).isEqualTo(1);
    assertThat(called.err()).contains("the flow can't run");
    assertThat(called.object("error").get("code")).isNotNull();
  }
}
