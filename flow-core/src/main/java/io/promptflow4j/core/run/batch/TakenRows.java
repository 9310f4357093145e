package io.promptflow4j.core.run.batch;

import io.promptflow4j.core.run.RowKey;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.RunEvent;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunWriter;
import io.promptflow4j.core.run.journal.Durable;
import io.promptflow4j.core.run.journal.Stopping;
import java.util.List;
import java.util.Optional;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/// Takes the completed rows of one run over into another.
public final class TakenRows {

  private static final int AT_ONCE = 200;

  private TakenRows() {}

  /// Copies what the writer's run does not have yet; when it is stopped half-way, the next time
  /// copies the rest.
  public static void copy(RunStore store, RunName from, RunWriter writer) {
    DoneRows done;
    try (Stream<RowKey> had = store.ended(writer.run().name(), RowResult.Status.COMPLETED)) {
      done = DoneRows.of(had);
    }
    List<RowKey> missing;
    try (Stream<RowKey> ended = store.ended(from, RowResult.Status.COMPLETED)) {
      missing = ended.filter(key -> !done.contains(key)).toList();
    }
    var durable = new Durable(writer, new Stopping());
    missing.stream()
        .gather(Gatherers.windowFixed(AT_ONCE))
        .forEach(keys ->
            durable.write(
                keys.stream()
                    .map(key -> store.row(from, key))
                    .flatMap(Optional::stream)
                    .map(RunEvent.RowEnded::new)
                    .toList()));
  }
}
