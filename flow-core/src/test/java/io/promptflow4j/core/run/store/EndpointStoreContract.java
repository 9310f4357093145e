package io.promptflow4j.core.run.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptflow4j.core.deployment.Canary;
import io.promptflow4j.core.deployment.Collecting;
import io.promptflow4j.core.deployment.Deployment;
import io.promptflow4j.core.deployment.Endpoint;
import io.promptflow4j.core.deployment.EndpointChange;
import io.promptflow4j.core.deployment.EndpointChange.What;
import io.promptflow4j.core.deployment.EndpointException;
import io.promptflow4j.core.deployment.Endpoints;
import io.promptflow4j.core.deployment.FlowVersion;
import io.promptflow4j.core.deployment.Monitoring;
import io.promptflow4j.core.deployment.Split;
import io.promptflow4j.core.deployment.traffic.CanaryPair;
import io.promptflow4j.core.deployment.traffic.Feedback;
import io.promptflow4j.core.deployment.traffic.LiveDrift;
import io.promptflow4j.core.deployment.traffic.LiveScore;
import io.promptflow4j.core.deployment.traffic.LogLine;
import io.promptflow4j.core.deployment.traffic.Observed;
import io.promptflow4j.core.deployment.traffic.ServedRequest;
import io.promptflow4j.core.deployment.traffic.ServedRequest.Role;
import io.promptflow4j.core.deployment.traffic.ServedTraffic;
import io.promptflow4j.core.deployment.traffic.ServedTraffic.Choice;
import io.promptflow4j.core.deployment.traffic.ServedTraffic.Forgetting;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.access.AuditLog;
import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every store does with endpoints, whatever database it is in.
abstract class EndpointStoreContract {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");
  private static final Digest VERSION = Digest.of("a flow");

  private RunStore store;
  private Endpoints endpoints;
  private ServedTraffic traffic;

  /// An empty store; the test of the database closes it.
  abstract RunStore emptyStore() throws Exception;

  /// The audit log beside the store that was opened last; the test of the database closes it.
  abstract AuditLog audit();

  @BeforeEach
  void open() throws Exception {
    store = emptyStore();
    endpoints = store.endpoints();
    traffic = store.traffic();
  }

  private static Deployment deployment(String name) {
    return new Deployment(
        name,
        "says hello",
        new TreeMap<>(Map.of("team", "legal")),
        VERSION,
        new Deployment.Binding(
            new TreeMap<>(Map.of("ask", "variant_1")),
            Map.of("ask", Map.of("connection", "mine"), "also", Map.of("model", "m")),
            Optional.of("mine/gpt"),
            new TreeMap<>(Map.of("MODE", "fast")),
            List.of("/connections.yaml"),
            new TreeMap<>(Map.of("ask", List.of("lawyer:2", "base:1")))),
        new Deployment.Limits(
            Optional.of(4), Optional.of(Duration.ofMillis(20)), Optional.of(Duration.ofSeconds(3))),
        new Collecting(0.25, true, false, List.of("name")),
        new Monitoring(
            0.5,
            List.of("builtin:contains"),
            new TreeMap<>(Map.of("answer", "${data.a}")),
            Optional.of("questions:3"),
            100),
        NOON);
  }

  private static Endpoints.Act act(What what) {
    return new Endpoints.Act(what, "note", "ada", NOON);
  }

  private Endpoint made() {
    endpoints.create(Endpoint.of("shop", Endpoint.Settings.NONE, NOON), "ada");
    return endpoints.change(
        "shop",
        act(What.DEPLOYED),
        before ->
            before
                .withDeployment(deployment("blue"))
                .withDeployment(deployment("green"))
                .withTraffic(Split.read("blue=90 green=10"))
                .withMirror(Split.read("green=5"))
                .withStandard(Optional.of("blue"))
                .withCanary(canary()));
  }

  private static Canary canary() {
    return new Canary(
        "blue",
        "green",
        "builtin:f1_score",
        Optional.of("f1"),
        new Canary.Rule(0, 1, 0.1, 0.05, 0.05, 500, new TreeMap<>(Map.of("a", "${data.b}"))),
        Split.all("blue"),
        NOON,
        Optional.of(
            new Canary.Verdict(Canary.Outcome.PROMOTED, "better", 40, 0.2, 0.1, 0.3, NOON)));
  }

  @Test
  void anEndpointComesBackAsItWasLeft() {
    Endpoint left = made();

    assertThat(endpoints.find("shop")).contains(left);
    assertThat(endpoints.list()).containsExactly(left);
    assertThat(left.deployment("green")).contains(deployment("green"));
    assertThat(endpoints.find("nobody")).isEmpty();
  }

  @Test
  void aNameIsGivenOnce() {
    made();

    assertThatThrownBy(this::made)
        .isInstanceOf(EndpointException.class)
        .hasMessage("there is an endpoint 'shop' already");
  }

  @Test
  void whatIsNotThereCantBeChanged() {
    assertThatThrownBy(() -> endpoints.change("shop", act(What.TRAFFIC), before -> before))
        .isInstanceOf(EndpointException.class)
        .hasMessage("there is no endpoint 'shop'");
    assertThatThrownBy(() -> endpoints.delete("shop", "ada", NOON))
        .isInstanceOf(EndpointException.class);
    assertThat(endpoints.lastChange()).isZero();
  }

  @Test
  void everyChangeIsOnRecordAndNothingElse() {
    Endpoint first = made();
    long before = endpoints.lastChange();

    Endpoint same = endpoints.change("shop", act(What.UPDATED), endpoint -> endpoint);
    assertThat(same).isEqualTo(first);
    assertThat(endpoints.lastChange()).isEqualTo(before);

    Endpoint second =
        endpoints.change(
            "shop", act(What.TRAFFIC), endpoint -> endpoint.withTraffic(Split.all("green")));
    endpoints.delete("shop", "bob", NOON.plusSeconds(1));

    List<EndpointChange> history = endpoints.history("shop", 2);
    assertThat(history)
        .extracting(EndpointChange::what)
        .containsExactly(What.DELETED, What.TRAFFIC);
    assertThat(history.getLast().before()).contains(first);
    assertThat(history.getLast().after()).contains(second);
    assertThat(history.getLast().note()).isEqualTo("note");
    assertThat(history.getFirst().who()).isEqualTo("bob");
    assertThat(endpoints.lastChange()).isEqualTo(before + 2);
    assertThat(endpoints.list()).isEmpty();
  }

  @Test
  void everyChangeHasItsLineInTheAuditLog() {
    made();
    Endpoint _ = endpoints.change("shop", act(What.UPDATED), endpoint -> endpoint);
    Endpoint _ =
        endpoints.change(
            "shop", act(What.TRAFFIC), endpoint -> endpoint.withTraffic(Split.all("green")));
    endpoints.delete("shop", "bob", NOON.plusSeconds(1));

    List<Value.Mapping> lines =
        audit().list(Long.MAX_VALUE, 10).stream().map(AuditLog.Line::entry).toList();
    assertThat(lines)
        .extracting(line -> line.get("action"))
        .containsExactly(
            Value.of("endpoint.deleted"),
            Value.of("endpoint.traffic"),
            Value.of("endpoint.deployed"),
            Value.of("endpoint.created"));
    assertThat(lines.getFirst().get("actor")).isEqualTo(Value.of("bob"));
    assertThat(lines.getFirst().get("object")).isEqualTo(Value.of("shop"));
    assertThat(lines.get(1).get("when")).isEqualTo(Value.of(NOON.toString()));
    assertThat(String.valueOf(lines.get(1).get("detail")))
        .contains("green", FlowVersion.brief(VERSION));
    assertThat(audit().verify(Optional.empty()).isWhole()).isTrue();
  }

  @Test
  void changesAtTheSameTimeAreAllMade() throws Exception {
    made();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var changes = new ArrayList<Future<Endpoint>>();
      for (int i = 0; i < 12; i++) {
        String name = "d" + i;
        changes.add(
            threads.submit(() ->
                endpoints.change(
                    "shop", act(What.DEPLOYED), one -> one.withDeployment(deployment(name)))));
      }
      for (Future<Endpoint> change : changes) {
        change.get();
      }
    }

    assertThat(endpoints.find("shop").orElseThrow().deployments()).hasSize(14);
  }

  @Test
  void aVersionKeepsItsFilesWhateverRunsAreDeleted() {
    Digest content = store.keep("hello".getBytes(StandardCharsets.UTF_8));
    var version =
        new FlowVersion(
            VERSION,
            "hello",
            NOON,
            List.of(new FlowVersion.File("flow.dag.yaml", content, 5, true)));
    endpoints.keep(version);
    endpoints.keep(version);
    store.create(SampleRuns.run("first"));
    try (var writer = store.own(new RunName("first"), SampleRuns.self())) {
      writer.snapshot(List.of(new RunStore.SnapshotFile("flow.dag.yaml", content, 5, true)));
    }

    store.delete(new RunName("first"));

    assertThat(endpoints.version(VERSION)).contains(version);
    assertThat(store.content(content)).isPresent();
    assertThat(endpoints.version(Digest.of("other"))).isEmpty();
  }

  @Test
  void aVersionNeedsItsContents() {
    var version =
        new FlowVersion(
            VERSION, "hello", NOON, List.of(new FlowVersion.File("x", Digest.of("?"), 5, false)));

    assertThatThrownBy(() -> endpoints.keep(version)).isInstanceOf(RunStoreException.class);
    assertThat(endpoints.version(VERSION)).isEmpty();
  }

  private static ServedRequest request(String id, String deployment, Role role, boolean fails) {
    return new ServedRequest(
        id,
        "shop",
        deployment,
        role,
        VERSION,
        NOON,
        Duration.ofMillis(12),
        fails ? Optional.of("timeout") : Optional.empty(),
        7,
        new Fields().put("question", "why \0 \ud83d?").end(),
        new Fields().put("answer", "so").end(),
        Optional.of("00-1-2-01"));
  }

  @Test
  void requestsComeBackByWhatIsWanted() {
    var all =
        List.of(
            request("a", "blue", Role.ANSWER, false),
            request("a", "green", Role.SHADOW, false),
            request("b", "green", Role.ANSWER, true));
    traffic.keep(all);

    assertThat(requests(Choice.of("shop"))).containsExactlyElementsOf(all);
    assertThat(requests(Choice.of("shop").withDeployment(Optional.of("green")).completed()))
        .containsExactly(all.get(1));
    assertThat(requests(Choice.of("shop").withRole(Optional.of(Role.ANSWER))))
        .containsExactly(all.get(0), all.get(2));
    assertThat(requests(Choice.of("shop").withSince(Optional.of(NOON.plusSeconds(1))))).isEmpty();
    assertThat(requests(Choice.of("other"))).isEmpty();
  }

  private List<ServedRequest> requests(Choice choice) {
    try (Stream<ServedRequest> found = traffic.requests(choice)) {
      return found.toList();
    }
  }

  @Test
  void feedbackAndLogAreKept() {
    Value.Mapping said = new Fields().put("score", 1).end();
    var feedback = new Feedback("shop", Optional.of("a"), Optional.empty(), NOON, said);
    traffic.keep(feedback);
    traffic.log(
        List.of(
            LogLine.of("shop", Optional.of("blue"), NOON, "one"),
            LogLine.of("shop", Optional.empty(), NOON, "two"),
            LogLine.of("shop", Optional.of("blue"), NOON, "three"),
            LogLine.of("other", Optional.empty(), NOON, "four")));

    assertThat(traffic.feedback("shop")).containsExactly(feedback);
    assertThat(traffic.log("shop", Optional.empty(), 0, 2))
        .extracting(LogLine::text)
        .containsExactly("two", "three");
    List<LogLine> blue = traffic.log("shop", Optional.of("blue"), 0, 9);
    assertThat(blue).extracting(LogLine::text).containsExactly("one", "three");
    assertThat(traffic.log("shop", Optional.of("blue"), blue.getFirst().number(), 9)).hasSize(1);
  }

  @Test
  void theScoresOfACanaryComeBackInOrder() {
    var first = new CanaryPair(0, "shop", NOON, "a", 0.25, "b", 1);
    traffic.keep(first);
    traffic.keep(new CanaryPair(0, "shop", NOON, "c", 0, "d", 0.5));
    traffic.keep(new CanaryPair(0, "shop", NOON.plusSeconds(1), "e", 0, "f", 0));

    List<CanaryPair> all = traffic.pairs("shop", NOON, 0);

    assertThat(all).hasSize(2);
    assertThat(all.getFirst())
        .isEqualTo(new CanaryPair(all.getFirst().number(), "shop", NOON, "a", 0.25, "b", 1));
    assertThat(all.getLast().difference()).isEqualTo(0.5);
    assertThat(traffic.pairs("shop", NOON, all.getFirst().number())).hasSize(1);
  }

  private static LiveScore score(String request, OptionalDouble points) {
    Optional<String> why = points.isPresent() ? Optional.empty() : Optional.of("no truth");
    return new LiveScore("shop", "blue", VERSION, request, NOON, "builtin:f1", "f1", points, why);
  }

  @Test
  void scoresAndDriftOfADeploymentComeToItsState() {
    traffic.keepScores(
        List.of(
            score("a", OptionalDouble.of(0)),
            score("b", OptionalDouble.of(0.5)),
            score("c", OptionalDouble.of(1)),
            score("d", OptionalDouble.empty())));
    var look = new LiveDrift("shop", "blue", "inputs.q", VERSION, NOON, 60, 0.1, 0.05);
    traffic.keepDrift(List.of(look));
    var now = new LiveDrift("shop", "blue", "inputs.q", VERSION, NOON, 90, 0.4, 0.05);
    traffic.keepDrift(List.of(now));

    assertThat(traffic.scores("shop", "blue", 3))
        .extracting(LiveScore::request)
        .containsExactly("d", "c", "b");
    assertThat(traffic.scores("shop", "blue", 9).getFirst())
        .isEqualTo(score("d", OptionalDouble.empty()));
    assertThat(traffic.drift("shop")).containsExactly(now);
    assertThat(Observed.of(traffic, "shop", deployment("blue")))
        .isEqualTo(
            Json.read(
                """
                {"scores": [{"evaluator": "builtin:f1", "score": "f1", "answers": 3, "unscored": 1,
                  "latest": "2026-03-01T12:00:00.123456Z", "mean": 0.5, "why_unscored": "no truth"}],
                 "drift": [{"field": "inputs.q", "index": 0.4, "by_chance": 0.05, "answers": 90,
                  "drifted": true, "measured": "2026-03-01T12:00:00.123456Z"}]}
                """));
    assertThat(traffic.forget("shop", before(NOON.plusSeconds(1)))).isZero();
    assertThat(traffic.scores("shop", "blue", 9)).isEmpty();
  }

  @Test
  void whatIsOldCanBeForgotten() {
    traffic.keep(List.of(request("a", "blue", Role.ANSWER, false)));

    assertThat(traffic.forget("shop", before(NOON))).isZero();
    assertThat(traffic.forget("shop", before(NOON.plusNanos(1_000)))).isEqualTo(1);
    assertThat(requests(Choice.of("shop"))).isEmpty();
  }

  private static Forgetting before(Instant moment) {
    return new Forgetting(Optional.of(moment), OptionalInt.empty(), Optional.empty());
  }

  @Test
  void theNewestStayAndWhoSaidSoIsOnRecord() {
    for (String id : List.of("a", "b", "c")) {
      traffic.keep(List.of(request(id, "blue", Role.ANSWER, false)));
    }
    assertThat(traffic.amount("shop").requests()).isEqualTo(3);
    assertThat(traffic.amount("shop").oldest()).contains(NOON);

    var two = new Forgetting(Optional.empty(), OptionalInt.of(2), Optional.of("ada"));
    assertThat(traffic.forget("shop", two)).isEqualTo(1);
    assertThat(traffic.forget("shop", two)).isZero();
    assertThat(traffic.forget("other", two)).isZero();

    assertThat(traffic.newest(Choice.of("shop"), 1))
        .extracting(ServedRequest::id)
        .containsExactly("c");
    assertThat(traffic.named("shop", "b")).hasSize(1);
    assertThat(traffic.named("shop", "a")).isEmpty();
    AuditLog.Line line = audit().list(3, 10).getLast();
    assertThat(line.entry().get("action")).isEqualTo(Value.of("endpoint.forgotten"));
    assertThat(line.entry().get("detail")).isEqualTo(Json.read("{\"requests\": 1, \"stay\": 2}"));
  }
}
