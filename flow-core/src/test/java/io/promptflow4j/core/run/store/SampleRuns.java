package io.promptflow4j.core.run.store;

import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.run.CallId;
import io.promptflow4j.core.run.RowKey;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunEvent;
import io.promptflow4j.core.run.RunLabels;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunOwner;
import io.promptflow4j.core.run.RunPlan;
import io.promptflow4j.core.run.RunProgress;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs, rows and calls to store.
final class SampleRuns {

  static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123456789Z");
  static final TokenUsage USAGE = new TokenUsage(10, 5, 15, 2, 1);

  private SampleRuns() {}

  static Run run(String name) {
    return run(name, name, NOON);
  }

  static Run run(String name, String scope, Instant created) {
    return new Run(
        new RunName(name),
        RunLabels.named("A run called " + name),
        plan(scope, Map.of()),
        new Run.Pinned(
            Digest.of("flow"),
            Digest.of("code"),
            Optional.of(Digest.of("data")),
            Optional.of("8d5f97c"),
            true,
            "0.1.0",
            "Java 25, Linux"),
        RunStatus.NOT_STARTED,
        RunProgress.NONE,
        Optional.empty(),
        Optional.empty(),
        created,
        Optional.empty(),
        Optional.empty(),
        false);
  }

  static RunPlan plan(String scope, Map<String, String> environment) {
    return new RunPlan(
        "/flows/web-classification",
        Optional.of("/data/rows.jsonl"),
        Optional.of(new RunName("base")),
        mapping("{\"url\":\"${data.url}\",\"n\":3}"),
        Map.of("summarize", "variant_1"),
        Map.of("classify", Map.of("connection", "open_ai", "model", "gpt-4o")),
        new LinkedHashMap<>(environment),
        Optional.of("gpt-4o-mini"),
        2,
        16,
        RunPlan.OnError.FAIL,
        scope,
        mapping("{\"limit\":10,\"seed\":7}"));
  }

  static Run with(Run run, RunPlan plan) {
    return new Run(
        run.name(),
        run.labels(),
        plan,
        run.pinned(),
        run.status(),
        run.progress(),
        run.parent(),
        run.resumedFrom(),
        run.created(),
        run.started(),
        run.ended(),
        run.archived());
  }

  static Run withParent(Run run, String parent, String experiment) {
    return new Run(
        run.name(),
        new RunLabels(
            "d", "", new LinkedHashMap<>(), new LinkedHashMap<>(), Optional.of(experiment)),
        run.plan(),
        run.pinned(),
        run.status(),
        run.progress(),
        Optional.of(new RunName(parent)),
        run.resumedFrom(),
        run.created(),
        run.started(),
        run.ended(),
        run.archived());
  }

  /// The owner that the test's own process is.
  static RunOwner self() {
    return RunOwner.ofThisProcess();
  }

  /// An owner on another machine, of which nobody here knows whether it lives.
  static RunOwner elsewhere() {
    return new RunOwner("elsewhere", 17, NOON);
  }

  /// An owner on this machine whose process has ended.
  static RunOwner dead() {
    return new RunOwner(self().host(), ProcessHandle.current().pid(), NOON);
  }

  static RowResult completed(long line, String answer) {
    return new RowResult(
        new RowKey(line, 0),
        RowResult.Status.COMPLETED,
        mapping("{\"question\":\"q%d\"}".formatted(line)),
        mapping("{\"question\":\"q%d\",\"truth\":1.5}".formatted(line)),
        Value.of(Map.of("answer", Value.of(answer))),
        Optional.empty(),
        USAGE,
        NOON,
        NOON.plusMillis(20),
        mapping("{\"score\":NaN}"),
        Value.of(Map.of("node_runs", Value.of(List.of(Value.of(answer))))));
  }

  static RowResult failed(long line) {
    return new RowResult(
        new RowKey(line, 0),
        RowResult.Status.FAILED,
        mapping("{\"question\":\"q%d\"}".formatted(line)),
        mapping("{}"),
        Value.Mapping.EMPTY,
        Optional.of(
            new RowResult.RowError(
                "tool-failed", "it broke", Optional.of("answer"), Optional.of("answer.py"), 7)),
        TokenUsage.NONE,
        NOON,
        NOON,
        Value.Mapping.EMPTY,
        mapping("{\"failed\":true}"));
  }

  static CallId call(String scope, int number) {
    return new CallId(scope, Digest.of("call " + number));
  }

  static RunEvent.CallClaimed claimed(CallId id) {
    return new RunEvent.CallClaimed(id, "answer", new RowKey(0, 0));
  }

  static RunEvent.CallEnded ended(CallId id, String output) {
    return new RunEvent.CallEnded(
        id,
        "answer",
        new RowKey(0, 0),
        true,
        new RecordedCall(Value.of(output), USAGE, mapping("{\"finish_reason\":\"stop\"}")));
  }

  static Value.Mapping mapping(String json) {
    return (Value.Mapping) Json.read(json);
  }
}
