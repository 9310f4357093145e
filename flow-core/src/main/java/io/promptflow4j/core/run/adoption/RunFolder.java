package io.promptflow4j.core.run.adoption;

import io.promptflow4j.core.dataset.DataException;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.cost.Bill;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.RowResult.Status;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunEvent;
import io.promptflow4j.core.run.RunLabels;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunOwner;
import io.promptflow4j.core.run.RunPlan;
import io.promptflow4j.core.run.RunProgress;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.RunWriter;
import io.promptflow4j.core.run.snapshot.Snapshot;
import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Gatherers;

/// A run folder of prompt flow.
public final class RunFolder {

  private static final int AT_ONCE = 500;

  private final Path folder;
  private final Metadata metadata;
  private final RowFolder rows;

  private RunFolder(Path folder) {
    this.folder = folder;
    this.metadata = Metadata.of(folder);
    this.rows = new RowFolder(folder);
  }

  /// Opens the run folder `path`.
  ///
  /// @throws DataException if it is none
  public static RunFolder open(Path path) {
    Path folder = path.toAbsolutePath().normalize();
    boolean hasRows =
        Files.isDirectory(folder.resolve("flow_artifacts"))
            || Files.isRegularFile(folder.resolve("inputs.jsonl"));
    if (!hasRows) {
      throw new DataException(
          "bad-run-folder",
          ("'%s' is no run folder: it has neither 'flow_artifacts' nor 'inputs.jsonl'. Prompt flow"
                  + " keeps its runs under '~/.promptflow/.runs'; 'pfazure run download' makes such"
                  + " a folder of a run in the cloud.")
              .formatted(path));
    }
    return new RunFolder(folder);
  }

  /// What the run was called.
  ///
  /// @throws IllegalArgumentException if no run can be called that
  public RunName name() {
    return new RunName(metadata.text("name").orElseGet(() -> String.valueOf(folder.getFileName())));
  }

  /// What people wrote on it.
  public RunLabels labels() {
    return metadata.labels();
  }

  /// What came of all rows.
  private record Sum(
      long completed, long failed, TokenUsage usage, Instant started, Instant ended) {

    Sum plus(RowResult row) {
      boolean done = row.status() == Status.COMPLETED;
      return new Sum(
          completed + (done ? 1 : 0),
          failed + (done ? 0 : 1),
          usage.plus(row.usage()),
          row.started().isBefore(started) ? row.started() : started,
          row.ended().isAfter(ended) ? row.ended() : ended);
    }
  }

  /// Keeps the run in `store`. All of the folder is read once before anything is written.
  ///
  /// @return the run as it is kept
  /// @throws DataException if a file is damaged or the run had not ended
  /// @throws RunStoreException if the name is taken, or the store fails
  public Run adopt(RunStore store, RunName name, RunLabels labels) {
    RunStatus status = metadata.status();
    Sum sum = sum();
    Optional<Snapshot> snapshot = snapshot();
    store.create(run(name, labels, sum, snapshot));
    try {
      keep(store, name, status, sum, snapshot);
    } catch (RuntimeException broken) {
      store.delete(name); // a part of a run would look like the whole
      throw broken;
    }
    return store.find(name).orElseThrow();
  }

  private void keep(
      RunStore store, RunName name, RunStatus status, Sum sum, Optional<Snapshot> snapshot) {
    try (RunWriter writer = store.own(name, RunOwner.ofThisProcess())) {
      snapshot.ifPresent(kept -> {
        kept.keep(store);
        writer.snapshot(kept.files());
      });
      writer.counted(sum.completed() + sum.failed());
      write(writer);
      keepAggregation(writer);
      if (status != RunStatus.COMPLETED) {
        writer.finish(status, metrics(), metadata.text("error"));
      }
    }
  }

  private Sum sum() {
    var none = new Sum(0, 0, TokenUsage.NONE, Instant.MAX, Instant.MIN);
    return rows.plainRows().reduce(none, Sum::plus, (one, _) -> one);
  }

  private void write(RunWriter writer) {
    rows.rows()
        .map(RunEvent.RowEnded::new)
        .gather(Gatherers.windowFixed(AT_ONCE))
        .forEach(some -> write(writer, some));
  }

  private static void write(RunWriter writer, List<RunEvent.RowEnded> some) {
    try {
      writer.write(some);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new DataException("interrupted", "the run folder was not read to its end");
    }
  }

  private void keepAggregation(RunWriter writer) {
    var nodes = NodeRecords.in(folder).ofAggregation();
    if (!nodes.isEmpty()) {
      Value.Mapping detail = RecordedDetail.ofAggregation(nodes, metrics());
      writer.artefact(Run.AGGREGATION, Json.write(detail).getBytes(StandardCharsets.UTF_8));
    }
  }

  private Value.Mapping metrics() {
    return Metadata.mapping(folder.resolve("metrics.json"));
  }

  private Optional<Snapshot> snapshot() {
    Path flow = folder.resolve("snapshot");
    return Files.isDirectory(flow) ? Optional.of(Snapshot.of(flow)) : Optional.empty();
  }

  private Run run(RunName name, RunLabels labels, Sum sum, Optional<Snapshot> snapshot) {
    boolean anyRow = sum.completed() + sum.failed() > 0;
    return new Run(
        name,
        labels.displayName().isBlank() ? called(labels, name) : labels,
        plan(name),
        pinned(snapshot),
        RunStatus.COMPLETED,
        progress(sum),
        Optional.empty(),
        Optional.empty(),
        metadata.text("created_on").map(Value::of).map(RowFolder::time).orElseGet(Instant::now),
        time("start_time", anyRow ? sum.started() : Instant.EPOCH),
        time("end_time", anyRow ? sum.ended() : Instant.EPOCH),
        false);
  }

  private static RunLabels called(RunLabels labels, RunName name) {
    return new RunLabels(
        name.value(),
        labels.description(),
        labels.tags(),
        labels.properties(),
        labels.experiment());
  }

  private Optional<Instant> time(String key, Instant ofRows) {
    return Optional.of(metadata.text(key).map(Value::of).map(RowFolder::time).orElse(ofRows));
  }

  private RunProgress progress(Sum sum) {
    return new RunProgress(
        Optional.empty(),
        0, // rows are counted as they are written
        0,
        sum.usage(),
        Bill.EMPTY,
        0,
        0,
        0,
        Duration.ZERO, // which is not known
        metrics(),
        sum.failed() == 0
            ? Optional.empty()
            : Optional.of(
                "%d of %d rows failed".formatted(sum.failed(), sum.completed() + sum.failed())));
  }

  /// It can't be run again from the folder alone: nobody kept which data and which mapping it had.
  private RunPlan plan(RunName name) {
    Path flow = folder.resolve("snapshot");
    return new RunPlan(
        (Files.isDirectory(flow) ? flow : folder).toString(),
        Optional.empty(),
        Optional.empty(),
        Value.Mapping.EMPTY,
        Map.of(),
        Map.of(),
        new LinkedHashMap<>(),
        Optional.empty(),
        1,
        1,
        RunPlan.OnError.SKIP,
        name.value(),
        new Value.Mapping(new LinkedHashMap<>(Map.of(Run.SOURCE, Value.of(folder.toString())))));
  }

  private static Run.Pinned pinned(Optional<Snapshot> snapshot) {
    return new Run.Pinned(
        snapshot.map(Snapshot::flow).orElseGet(() -> Digest.of("")),
        snapshot.map(Snapshot::code).orElseGet(() -> Digest.of("")),
        Optional.empty(),
        Optional.empty(),
        false,
        "prompt flow",
        "adopted from a run folder");
  }
}
