package io.promptflow4j.bench;

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
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunWriter;
import io.promptflow4j.core.run.store.RunStores;
import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Rows a second that the store of runs takes, each on disk before the next step of its row: a call
/// is claimed, the call has ended, the row has ended, as a run of one `llm` node writes them.
///
/// `StoreBench FOLDER [rows [threads]]`; `PF_STORE` names a PostgreSQL server. Prints a line for
/// each tenth of the rows with the heap in use, then how long it takes to find out that nothing is
/// left to do.
public final class StoreBench {

  private static final TokenUsage USAGE = new TokenUsage(300, 60, 360, 0, 0);
  private static final RunName NAME = new RunName("bench");

  private StoreBench() {}

  /// Prints the figures.
  public static void main(String[] arguments) throws Exception {
    long rows = arguments.length > 1 ? Long.parseLong(arguments[1]) : 50_000;
    int threads = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 256;
    Path folder = Path.of(arguments[0]);
    try (RunStore store = RunStores.open(folder, environment(folder))) {
      store.create(run());
      try (RunWriter writer = store.own(NAME, RunOwner.ofThisProcess())) {
        write(writer, rows, threads);
        writer.finish(RunStatus.COMPLETED, Value.Mapping.EMPTY, Optional.empty());
      }
    }
    long start = System.nanoTime();
    try (RunStore store = RunStores.open(folder, environment(folder));
        Stream<RowKey> done = store.ended(NAME, RowResult.Status.COMPLETED)) {
      System.out.printf(
          "%,d rows found done in %.2f s%n", done.count(), seconds(System.nanoTime() - start));
      store.delete(NAME);
    }
  }

  private static Map<String, String> environment(Path folder) {
    var environment = new LinkedHashMap<>(System.getenv());
    environment.put("PF_WORKSPACE", folder.toString());
    return environment;
  }

  private static void write(RunWriter writer, long rows, int threads) throws Exception {
    var next = new AtomicLong();
    var progress = new Progress(rows);
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> work =
          IntStream.range(0, threads)
              .mapToObj(_ ->
                  pool.submit(() -> {
                    for (long i = next.getAndIncrement(); i < rows; i = next.getAndIncrement()) {
                      write(writer, i);
                      progress.ended();
                    }
                    return true;
                  }))
              .toList();
      for (Future<Boolean> one : work) {
        one.get();
      }
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed.getCause());
    }
  }

  private static void write(RunWriter writer, long line) throws InterruptedException {
    var key = new RowKey(line, 0);
    var call = new CallId("bench", Digest.of("call " + line));
    Value answer = Value.of("It is known for item %d. ".formatted(line).repeat(8));
    writer.write(List.of(new RunEvent.CallClaimed(call, "answer", key)));
    writer.write(
        List.of(
            new RunEvent.CallEnded(
                call,
                "answer",
                key,
                true,
                new RecordedCall(answer, USAGE, mapping("{\"model\":\"gpt-4o-mini\"}")))));
    writer.write(List.of(new RunEvent.RowEnded(row(key, answer))));
  }

  private static RowResult row(RowKey key, Value answer) {
    Value.Mapping inputs =
        mapping(
            "{\"question\":\"%s\",\"topic\":\"music\"}"
                .formatted(LinesBench.question((int) key.line())));
    return new RowResult(
        key,
        RowResult.Status.COMPLETED,
        inputs,
        inputs,
        Value.of(Map.of("answer", answer)),
        Optional.empty(),
        USAGE,
        Instant.now(),
        Instant.now(),
        Value.Mapping.EMPTY,
        Value.of(
            Map.of("inputs", inputs, "prompt", Value.of("Answer. ".repeat(120)), "a", answer)));
  }

  private static Run run() {
    var plan =
        new RunPlan(
            "/flows/bench",
            Optional.of("/data/rows.jsonl"),
            Optional.empty(),
            Value.Mapping.EMPTY,
            Map.of(),
            Map.of(),
            new LinkedHashMap<>(),
            Optional.empty(),
            1,
            256,
            RunPlan.OnError.SKIP,
            "bench",
            Value.Mapping.EMPTY);
    return new Run(
        NAME,
        RunLabels.named("bench"),
        plan,
        new Run.Pinned(
            Digest.of("flow"),
            Digest.of("code"),
            Optional.empty(),
            Optional.empty(),
            false,
            "bench",
            "Java"),
        RunStatus.NOT_STARTED,
        RunProgress.NONE,
        Optional.empty(),
        Optional.empty(),
        Instant.now(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  private static Value.Mapping mapping(String json) {
    return (Value.Mapping) Json.read(json);
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }

  /// Says how fast each tenth of the rows was. Thread-safe.
  private static final class Progress {
    private final long rows;
    private final long start = System.nanoTime();
    private final AtomicLong ended = new AtomicLong();
    private final AtomicLong since = new AtomicLong(start);

    Progress(long rows) {
      this.rows = rows;
    }

    void ended() {
      long count = ended.incrementAndGet();
      long tenth = Math.max(1, rows / 10);
      if (count % tenth == 0) {
        long now = System.nanoTime();
        Runtime memory = Runtime.getRuntime();
        System.out.printf(
            "%,d rows: %,.0f rows/s, on average %,.0f rows/s, heap %d MB%n",
            count,
            tenth / seconds(now - since.getAndSet(now)),
            count / seconds(now - start),
            (memory.totalMemory() - memory.freeMemory()) / 1_000_000);
      }
    }
  }
}
