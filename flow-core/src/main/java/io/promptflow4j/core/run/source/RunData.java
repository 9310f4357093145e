package io.promptflow4j.core.run.source;

import io.promptflow4j.core.dataset.DataCheck;
import io.promptflow4j.core.dataset.DataSet;
import io.promptflow4j.core.dataset.RowOrProblem.Row;
import io.promptflow4j.core.dataset.mapping.ColumnMapping;
import io.promptflow4j.core.dataset.mapping.InputNeeds;
import io.promptflow4j.core.dataset.mapping.MappedData;
import io.promptflow4j.core.dataset.mapping.MappingCheck;
import io.promptflow4j.core.dataset.mapping.SourcedRow;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.batch.BatchRows;
import io.promptflow4j.core.run.figure.RowFigures;
import io.promptflow4j.core.run.row.BatchRow;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The rows of a run, mapped to the inputs of its flow.
///
/// Over a run whose rows were repeated, each repeat is read by a repeat of its own.
public final class RunData implements AutoCloseable {

  private static final String DATA = "data";

  private final List<MappedData> parts;
  private final int repeats;

  private RunData(List<MappedData> parts, int repeats) {
    this.parts = List.copyOf(parts);
    this.repeats = repeats;
  }

  /// What `mapping` makes of a data set, of the rows of another run, or of both.
  ///
  /// @param over the run whose completed rows can be read as `run.inputs`, `run.outputs` and
  ///   `run.row` (see [RowFigures])
  /// @param repeats how often each row runs; over a repeated run it is its number instead
  /// @throws IllegalArgumentException if there is neither data nor a run
  public static RunData of(
      InputNeeds needs,
      ColumnMapping mapping,
      Optional<DataSet> data,
      Optional<Run> over,
      RunStore store,
      int repeats) {
    int parts = over.map(run -> run.plan().repeats()).orElse(1);
    return new RunData(
        IntStream.range(0, parts)
            .mapToObj(
                part -> new MappedData(needs, mapping, sources(data, over, mapping, store, part)))
            .toList(),
        parts == 1 ? repeats : 1);
  }

  private static SequencedMap<String, DataSet> sources(
      Optional<DataSet> data, Optional<Run> over, ColumnMapping mapping, RunStore store, int part) {
    var read = new Value.Mapping(mapping.entries());
    var sources = new LinkedHashMap<String, DataSet>();
    data.ifPresent(set -> sources.put(DATA, set));
    over.ifPresent(run -> {
      sources.put("run.inputs", RunRows.inputs(store, run.name(), part));
      sources.put("run.outputs", RunRows.outputs(store, run.name(), part));
      if (RowFigures.areReadBy(read)) {
        boolean details = RowFigures.costIsReadBy(read);
        sources.put(RowFigures.SOURCE, RunRows.figures(store, run.name(), part, details));
      }
    });
    return sources;
  }

  /// Reads everything and tells what is wrong with it.
  public MappingCheck check() {
    MappingCheck first = parts.getFirst().check();
    if (parts.size() == 1 || !first.isClean()) {
      return first;
    }
    long rows = first.rows();
    var problems = new ArrayList<Diagnostic>();
    for (MappedData part : parts.subList(1, parts.size())) {
      MappingCheck check = part.check();
      rows += check.rows();
      problems.addAll(check.problems());
    }
    return new MappingCheck(
        rows, first.dropped(), problems, problems.size(), first.remarks(), first.sources());
  }

  /// As [#check], for a run whose rows were found clean before: rows that are the same still are
  /// not checked again.
  public MappingCheck check(Run before) {
    Optional<String> digest = before.pinned().data().map(known -> "sha256:" + known.hex());
    Optional<Long> rows = before.progress().rows();
    return parts.size() == 1 && digest.isPresent() && rows.isPresent()
        ? parts.getFirst().check(digest.get(), rows.get() / repeats)
        : check();
  }

  /// What each input gets, inputs that nobody mapped included.
  public Value.Mapping effectiveMapping() {
    return new Value.Mapping(parts.getFirst().effectiveMapping());
  }

  /// Digest of the data set among the sources, as a [MappingCheck] has it.
  public static Optional<DataCheck> dataIn(MappingCheck check) {
    return Optional.ofNullable(check.sources().get(DATA));
  }

  /// The rows to run.
  ///
  /// @param checked what [#check] found
  public BatchRows rows(MappingCheck checked) {
    long count = checked.rows() * repeats;
    return new BatchRows() {
      @Override
      public long count() {
        return count;
      }

      @Override
      public Stream<BatchRow> open() {
        return parts.size() == 1 ? part(0) : new PartsReader().stream();
      }
    };
  }

  private Stream<BatchRow> part(int number) {
    return parts
        .get(number)
        .sourced()
        .map(row -> new BatchRow(row.number(), number, repeats, row.inputs(), data(row)));
  }

  /// Reads the parts one after the other; a flat-mapped stream would hold a whole part in memory.
  private final class PartsReader extends Spliterators.AbstractSpliterator<BatchRow> {
    private int next;
    private Stream<BatchRow> open = Stream.empty();
    private Iterator<BatchRow> left = open.iterator();

    PartsReader() {
      super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    }

    Stream<BatchRow> stream() {
      return StreamSupport.stream(this, false).onClose(() -> open.close());
    }

    @Override
    public boolean tryAdvance(Consumer<? super BatchRow> action) {
      while (!left.hasNext()) {
        open.close();
        if (next == parts.size()) {
          return false;
        }
        open = part(next++);
        left = open.iterator();
      }
      action.accept(left.next());
      return true;
    }
  }

  private static Value.Mapping data(SourcedRow row) {
    Row data = row.sources().get(DATA);
    return data == null ? Value.Mapping.EMPTY : data.columns();
  }

  @Override
  public void close() {
    parts.forEach(MappedData::close);
  }
}
