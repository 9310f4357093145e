package io.promptflow4j.core.run.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.dataset.DataSet;
import io.promptflow4j.core.dataset.RowOrProblem;
import io.promptflow4j.core.dataset.RowReader;
import io.promptflow4j.core.model.TokenUsage;
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
import io.promptflow4j.core.run.store.StoreAddress;
import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRowsTest {

  private static final RunName SOURCE = new RunName("source");

  @TempDir Path folder;

  private RunStore store;

  @BeforeEach
  void open() {
    store = RunStores.open(new StoreAddress.Sqlite(folder.resolve("runs.sqlite")));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void run(RunName name, int rows, int repeats, String text) throws Exception {
    store.create(
        new Run(
            name,
            RunLabels.named(name.value()),
            plan(name),
            new Run.Pinned(
                Digest.of(""), Digest.of(""), Optional.empty(), Optional.empty(), false, "", ""),
            RunStatus.NOT_STARTED,
            RunProgress.NONE,
            Optional.empty(),
            Optional.empty(),
            Instant.EPOCH,
            Optional.empty(),
            Optional.empty(),
            false));
    try (RunWriter writer = store.own(name, RunOwner.ofThisProcess())) {
      var events = new ArrayList<RunEvent>();
      for (int line = 0; line < rows; line++) {
        for (int repeat = 0; repeat < repeats; repeat++) {
          events.add(new RunEvent.RowEnded(row(line, repeat, text)));
        }
        if (events.size() >= 1_000 || line == rows - 1) {
          writer.write(events);
          events.clear();
        }
      }
      writer.finish(RunStatus.COMPLETED, Value.Mapping.EMPTY, Optional.empty());
    }
  }

  private static RunPlan plan(RunName name) {
    return new RunPlan(
        "flow",
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
        Value.Mapping.EMPTY);
  }

  private static RowResult row(long line, int repeat, String text) {
    var outputs = new LinkedHashMap<String, Value>();
    outputs.put("answer", Value.of(line + "." + repeat + text));
    return new RowResult(
        new RowKey(line, repeat),
        line % 7 == 3 ? RowResult.Status.FAILED : RowResult.Status.COMPLETED,
        Value.Mapping.EMPTY,
        Value.Mapping.EMPTY,
        new Value.Mapping(outputs),
        Optional.empty(),
        TokenUsage.NONE,
        Instant.EPOCH,
        Instant.EPOCH,
        Value.Mapping.EMPTY,
        Value.Mapping.EMPTY);
  }

  private static List<Long> lines(DataSet rows) {
    var lines = new ArrayList<Long>();
    try (RowReader reader = rows.rows()) {
      for (RowOrProblem row = reader.read(); row != null; row = reader.read()) {
        lines.add(((RowOrProblem.Row) row).number());
      }
    }
    return lines;
  }

  @Test
  void allCompletedRowsAreReadWhateverPagesTheyAreOn() throws Exception {
    run(SOURCE, 7_000, 1, "");

    assertThat(lines(RunRows.outputs(store, SOURCE, 0)))
        .hasSize(6_000)
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void repeatsThatAPageCutsAreReadOnce() throws Exception {
    run(SOURCE, 1_400, 3, "");

    assertThat(lines(RunRows.outputs(store, SOURCE, 2)))
        .hasSize(1_200)
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void aRowMayHaveMoreRepeatsThanAPageHolds() throws Exception {
    run(SOURCE, 2, 4_500, "");

    assertThat(lines(RunRows.outputs(store, SOURCE, 4_499))).containsExactly(0L, 1L);
  }

  @Test
  void theLogOfTheDatabaseStaysSmallWhileARunIsRead() throws Exception {
    run(SOURCE, 3_000, 1, "");
    try (RowReader reader = RunRows.outputs(store, SOURCE, 0).rows()) {
      assertThat(reader.read()).isNotNull();

      run(new RunName("other"), 8_000, 1, "x".repeat(10_000));

      assertThat(logSize()).isLessThan(40_000_000);
    }
  }

  private long logSize() throws IOException {
    return Files.size(folder.resolve("runs.sqlite-wal"));
  }
}
