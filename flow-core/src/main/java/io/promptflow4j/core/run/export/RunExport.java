package io.promptflow4j.core.run.export;

import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStore.LogEntry;
import io.promptflow4j.core.run.RunStore.RowFilter;
import io.promptflow4j.core.run.RunStore.SnapshotFile;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Writes runs as folders in prompt flow's layout.
///
/// In a run whose rows are repeated, each execution gets a line number of its own: the row's number
/// times the repeats, plus the repeat.
public final class RunExport {

  private static final int LOG_PAGE = 1_000;
  private static final DateTimeFormatter LOG_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z", Locale.ROOT);

  private final RunStore store;
  private final Run run;
  private final ExportFolder folder;

  private RunExport(RunStore store, Run run, ExportFolder folder) {
    this.store = store;
    this.run = run;
    this.folder = folder;
  }

  /// Writes the run `name` into `folder`, which is made and has to be empty.
  ///
  /// @throws IOException if the folder holds something or can't be written
  /// @throws RunStoreException if there is no such run, or the store can't be read
  public static void write(RunStore store, RunName name, Path folder) throws IOException {
    Run run =
        store
            .find(name)
            .orElseThrow(
                () -> new RunStoreException.NoSuchRun("there is no run '%s'".formatted(name)));
    new RunExport(store, run, ExportFolder.of(folder)).write();
  }

  private void write() throws IOException {
    folder.write("meta.json", "{\"batch_size\": 1}");
    snapshot();
    logs();
    Optional<RowResult> firstFailed;
    try (var records = new RowFiles(folder, run, outputNames());
        var rows = store.rows(run.name(), RowFilter.ALL)) {
      for (RowResult row : (Iterable<RowResult>) rows::iterator) {
        records.add(store.row(run.name(), row.key()).orElse(row));
      }
      records.end(aggregation());
      firstFailed = records.firstFailed();
    }
    folder.write("metrics.json", Json.write(run.progress().metrics()));
    if (firstFailed.isPresent()) {
      folder.write("error.json", Json.write(error(firstFailed.get())));
    }
  }

  private Value error(RowResult first) {
    long rows = run.progress().rows().orElse(run.progress().completed() + run.progress().failed());
    return ErrorRecord.ofRun(
        run.progress().failed(), rows, first.error().map(RowResult.RowError::message).orElse(""));
  }

  /// The outputs of the flow, as a row that completed has them.
  private List<String> outputNames() {
    var first = new RowFilter(Optional.of(RowResult.Status.COMPLETED), 0, 1);
    try (var rows = store.rows(run.name(), first)) {
      return rows.findFirst()
          .map(row -> List.copyOf(row.outputs().entries().keySet()))
          .orElse(List.of());
    }
  }

  private void snapshot() throws IOException {
    for (SnapshotFile file : store.snapshot(run.name())) {
      String path = "snapshot/" + file.path();
      Optional<byte[]> content = store.content(file.content());
      if (content.isPresent()) {
        folder.write(path, content.get());
        if (file.executable()) {
          folder.executable(path);
        }
      }
    }
  }

  private void logs() throws IOException {
    try (BufferedWriter out = folder.open("logs.txt")) {
      long after = 0;
      List<LogEntry> page = store.log(run.name(), after, LOG_PAGE);
      while (!page.isEmpty()) {
        for (LogEntry entry : page) {
          out.write(logLine(entry));
        }
        after = page.getLast().position();
        page = store.log(run.name(), after, LOG_PAGE);
      }
    }
  }

  private static String logLine(LogEntry entry) {
    return "%s %7d %-18s %-8s %s\n"
        .formatted(
            LOG_TIME.format(entry.line().time().atZone(ZoneId.systemDefault())),
            0,
            "execution.bulk",
            entry.line().level(),
            entry.line().text());
  }

  /// What the aggregation nodes came to; empty if there are none.
  private Value.Mapping aggregation() {
    return store.artefacts(run.name()).stream()
        .filter(file -> file.path().equals(Run.AGGREGATION))
        .findFirst()
        .flatMap(file -> store.content(file.content()))
        .map(bytes -> Json.read(new String(bytes, StandardCharsets.UTF_8)))
        .filter(Value.Mapping.class::isInstance)
        .map(Value.Mapping.class::cast)
        .orElse(Value.Mapping.EMPTY);
  }
}
