package io.promptflow4j.cli.endpoint;

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `pf endpoint` and `pf deployment` on the sample of a canary.
class EndpointVerbsTest {

  private static final Path SAMPLE = Path.of("..", "samples", "canary").toAbsolutePath();

  @TempDir private Path folder;
  private Called.Place place;

  @BeforeEach
  void make() {
    place =
        new Called.Place(folder).withVariable("PF_WORKSPACE", folder.resolve("work").toString());
    assertThat(place.pf("endpoint", "create", "-f", file("endpoint.yaml")).exit()).isZero();
  }

  private static String file(String name) {
    return SAMPLE.resolve(name).toString();
  }

  private void deploy() {
    assertThat(place.pf("deployment", "create", "-f", file("blue.yaml"), "--all-traffic").err())
        .isEmpty();
    assertThat(place.pf("deployment", "create", "-f", file("green.yaml")).exit()).isZero();
  }

  private Value traffic() {
    return place.pf("endpoint", "show", "-n", "support", "--format", "json").object("traffic");
  }

  @Test
  void deploymentsShareTheTrafficAndGoBack() {
    deploy();
    assertThat(traffic()).isEqualTo(Json.read("{\"blue\": 100}"));

    Called split = place.pf("endpoint", "update", "-n", "support", "--traffic", "blue=90 green=10");
    assertThat(split.exit()).isZero();
    assertThat(traffic()).isEqualTo(Json.read("{\"blue\": 90, \"green\": 10}"));

    Called back = place.pf("endpoint", "rollback", "-n", "support");
    assertThat(back.out()).isEqualTo("Endpoint 'support' is back at blue=100.\n");
    assertThat(place.pf("endpoint", "history", "-n", "support").out())
        .contains("rolled-back", "blue=90 green=10");
    assertThat(place.pf("endpoint", "list").out()).contains("| support |", "blue=100");
    assertThat(place.pf("deployment", "list", "-e", "support").out()).contains("100 %");
  }

  @Test
  void versionsStayWhateverIsEdited() throws Exception {
    Path flow = place.write("flow/flow.dag.yaml", "nodes: []\noutputs: {}\n");
    String[] create = {"deployment", "create", "-e", "support", "-n", "red", "--format", "json"};
    Called made = place.pf(with(create, "--flow", "flow"));
    place.write("flow/flow.dag.yaml", "nodes: []\noutputs: {}\ninputs: {}\n");
    Called updated =
        place.pf(
            "deployment",
            "update",
            "-e",
            "support",
            "-n",
            "red",
            "--set",
            "description=new",
            "--format",
            "json");

    assertThat(flow).exists();
    assertThat(updated.json().get("version")).isEqualTo(made.json().get("version"));
    assertThat(updated.json().get("description")).isEqualTo(Value.of("new"));
    assertThat(place.pf(with(create, "--flow", "flow")).err())
        .contains("has a deployment 'red' already");
  }

  private static String[] with(String[] args, String... more) {
    return Stream.concat(Arrays.stream(args), Arrays.stream(more)).toArray(String[]::new);
  }

  @Test
  void whatIsWrongIsToldInOneLineOrWithItsPlace() throws Exception {
    deploy();

    assertThat(place.pf("endpoint", "update", "-n", "suport", "--traffic", "blue=100").err())
        .isEqualTo("pf: error: there is no endpoint 'suport'. Did you mean 'support'?\n");
    assertThat(place.pf("endpoint", "update", "-n", "support", "--traffic", "red=100").err())
        .isEqualTo("pf: error: endpoint 'support' has no deployment 'red'.\n");
    assertThat(place.pf("endpoint", "update", "-n", "support", "--traffic", "blue=x").exit())
        .isEqualTo(2);
    assertThat(place.pf("deployment", "delete", "-e", "support", "-n", "blue", "-y").err())
        .contains("gets 100 % of the traffic");
    place.write("bad.yaml", "name: 1x\nflow: nowhere\nenvironment_variables: {A_KEY: b}\n");
    Called bad = place.pf("deployment", "create", "-e", "support", "-f", "bad.yaml");
    assertThat(bad.exit()).isEqualTo(1);
    assertThat(bad.err())
        .contains("bad.yaml:1:7: error[bad-setting]", "bad.yaml:3:32: error[plain-secret]")
        .endsWith("pf: error: nothing was changed: 2 errors\n");
    assertThat(place.pf("endpoint", "canary", "-n", "support").err())
        .contains("has no canary; begin one with --candidate");
  }

  @Test
  void aCanaryIsBegunWithTheRangeOfItsScoreAndCanceled() {
    deploy();

    Called begun =
        place.pf(
            "endpoint",
            "canary",
            "-n",
            "support",
            "--candidate",
            "green",
            "--evaluator",
            "builtin:contains",
            "--column-mapping",
            "ground_truth=Dear customer",
            "--format",
            "json");

    assertThat(begun.exit()).as(begun.err()).isZero();
    assertThat(begun.json().get("highest")).isEqualTo(Value.of(1.0));
    assertThat(begun.json().get("running")).isEqualTo(Value.of(true));
    assertThat(traffic()).isEqualTo(Json.read("{\"blue\": 90, \"green\": 10}"));
    assertThat(place.pf("endpoint", "canary", "-n", "support", "--cancel").out())
        .isEqualTo("The canary is canceled; traffic is blue=100.\n");
  }

  private void keptRequestsAreShownAndForgotten() {
    Called listed = place.pf("endpoint", "requests", "-n", "support", "--format", "json");
    String id = listed.out().replaceFirst("(?s).*?\"request_id\":\"([^\"]+)\".*", "$1");
    assertThat(place.pf("endpoint", "requests", "-n", "support").out())
        .contains(id, "completed", "Where?")
        .endsWith("1 of 1 that are kept.\n");
    String[] feedback = {"endpoint", "feedback", "-n", "support"};
    assertThat(place.pf(with(feedback, "--request", id, "--said", "{\"rating\": 1}")).exit())
        .isZero();
    assertThat(place.pf("endpoint", "requests", "-n", "support", "--request", id).out())
        .contains("Dear customer", "\"rating\": 1");
    assertThat(place.pf(with(feedback, "--request", "none", "--said", "x")).err())
        .isEqualTo("pf: error: no request 'none' of endpoint 'support' is kept\n");
    assertThat(place.pf(with(feedback, "--request", "none")).exit()).isEqualTo(2);

    String[] forget = {"endpoint", "forget", "-n", "support"};
    assertThat(place.pf(forget).err()).contains("has no retention; say --older-than or --keep");
    assertThat(place.pf(with(forget, "--older-than", "soon")).exit()).isEqualTo(2);
    assertThat(place.pf(with(forget, "--keep", "0")).out())
        .isEqualTo("1 requests are forgotten, 0 are kept.\n");
    assertThat(place.pf("audit", "list", "--action", "endpoint").out())
        .contains("endpoint.forgotten support: done", "endpoint.deployed", "endpoint.created");
    assertThat(place.pf("audit", "verify").exit()).isZero();
  }

  @Test
  @Timeout(180)
  void theyAreServedAndInvoked() throws Exception {
    deploy();
    var err = new ByteArrayOutputStream();
    var told = new PipedInputStream();
    var terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(new PipedOutputStream(told), true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of(
                "PF_HOME_DIRECTORY", folder.resolve("home").toString(),
                "PF_WORKSPACE", folder.resolve("work").toString()),
            folder,
            Set.of());
    List<String> call = List.of("endpoint", "serve", "--port", "0", "--format", "json");
    Thread command = Thread.ofPlatform().start(() -> Pf.run(call, terminal));
    var lines = new BufferedReader(new InputStreamReader(told, StandardCharsets.UTF_8));
    var said = (Value.Mapping) Json.read(lines.readLine());
    String address = said.get("address") instanceof Value.Text(var text) ? text : "";

    Called invoked =
        place.pf(
            "deployment",
            "invoke",
            "-e",
            "support",
            "-n",
            "green",
            "--data",
            "{\"question\": \"Where?\"}",
            "--server",
            address);

    assertThat(invoked.out())
        .isEqualTo("{\"answer\":\"Dear customer, your parcel arrives tomorrow.\"}\n");
    assertThat(invoked.err()).startsWith("pf: green answered, version ").contains("reply.polite");
    assertThat(place.pf("endpoint", "logs", "-n", "support").out()).contains("is loaded");
    command.interrupt();
    command.join(TimeUnit.SECONDS.toMillis(120));
    assertThat(command.isAlive()).as(err.toString(StandardCharsets.UTF_8)).isFalse();
    assertThat(place.pf("endpoint", "collect", "-n", "support", "-o", "rows.jsonl").out())
        .startsWith("1 rows are in");
    keptRequestsAreShownAndForgotten();
  }
}
