package io.promptflow4j.core.dataset.mapping;

import io.promptflow4j.core.dataset.DataSet;
import io.promptflow4j.core.dataset.RowOrProblem;
import io.promptflow4j.core.dataset.RowOrProblem.BrokenRow;
import io.promptflow4j.core.dataset.RowReader;
import io.promptflow4j.core.dataset.join.Join;
import io.promptflow4j.core.dataset.join.NumberedRows;
import io.promptflow4j.core.dataset.join.SourceSurvey;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The rows of a run: columns of one or more sources as inputs of a flow.
///
/// Its rows have the line numbers that results are kept under, and values as they stand in the
/// data; whoever runs the flow coerces them. A row that lacks a value or holds one that can't be
/// coerced is a broken row. If the mapping itself is wrong, there is nothing but its errors.
///
/// Rows are joined by number. Reading is in step, so that memory stays flat, unless the column
/// `line_number` of a source is out of order.
public final class MappedData implements DataSet {

  private final SequencedMap<String, DataSet> sources;
  private final MappingPlan plan;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable SourceSurvey survey;

  /// @param sources by the name that references use: `data`, `run.inputs`, `run.outputs` or any
  ///   other; at least one
  public MappedData(
      InputNeeds needs, ColumnMapping mapping, SequencedMap<String, DataSet> sources) {
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("rows need at least one source");
    }
    this.sources = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(sources));
    this.plan = MappingReader.plan(needs, mapping, this.sources.sequencedKeySet());
  }

  @Override
  public String name() {
    return String.join(" + ", sources.values().stream().map(DataSet::name).toList());
  }

  /// What each input gets: a constant, or a text such as `${data.question}`; inputs that nobody
  /// mapped included.
  public SequencedMap<String, Value> effectiveMapping() {
    var shown = new LinkedHashMap<String, Value>();
    for (Assignment assignment : plan.assignments()) {
      shown.put(
          assignment.input(),
          switch (assignment) {
            case Assignment.Constant(_, var value) -> value;
            case Assignment.Column column -> Value.of(column.written());
          });
    }
    return shown;
  }

  /// Reads all sources, twice, and tells everything that is wrong with them.
  public MappingCheck check() {
    SourceSurvey facts = survey();
    var checking = new Checking(plan, facts);
    if (plan.errors().isEmpty() && facts.problems().isEmpty()) {
      try (Join join = join(facts)) {
        checking.readAll(join);
      }
    }
    return checking.finish();
  }

  /// As [#check], for rows that were found clean before: where they are still the same, they are
  /// read once, only to see that.
  ///
  /// @param digest of the one source then
  /// @param rows how many were fit to be run
  public MappingCheck check(String digest, long rows) {
    SourceSurvey facts = survey();
    boolean isSame =
        sources.size() == 1
            && plan.errors().isEmpty()
            && facts.problems().isEmpty()
            && facts.facts().firstEntry().getValue().check().digest().equals(digest);
    return isSame ? new Checking(plan, facts).finishKnown(rows) : check();
  }

  @Override
  public RowReader rows() {
    SourceSurvey facts = survey();
    List<Diagnostic> errors = new ArrayList<>(plan.errors());
    errors.addAll(facts.problems());
    return errors.isEmpty()
        ? new MappedRows(plan.assignments(), join(facts))
        : new Errors(errors.iterator());
  }

  /// The rows that are fit to be run, each with what it was made from; broken ones are left out.
  /// Close the stream.
  public Stream<SourcedRow> sourced() {
    SourceSurvey facts = survey();
    if (!plan.errors().isEmpty() || !facts.problems().isEmpty()) {
      return Stream.empty();
    }
    Join join = join(facts);
    return Stream.iterate(join.next(), Objects::nonNull, _ -> join.next())
        .<SourcedRow>mapMulti((found, next) -> {
          if (found instanceof Join.Found.Complete(long number, var rows)) {
            MappedRow row = MappedRow.of(plan.assignments(), rows);
            if (row.complaints().isEmpty()) {
              next.accept(SourcedRow.of(number, row, rows));
            }
          }
        })
        .onClose(join::close);
  }

  private Join join(SourceSurvey facts) {
    Map<String, NumberedRows> readers = new LinkedHashMap<>();
    sources.forEach((name, data) -> readers.put(name, new NumberedRows(data, facts.of(name))));
    return new Join(readers);
  }

  private SourceSurvey survey() {
    lock.lock();
    try {
      if (survey == null) {
        survey = SourceSurvey.of(sources);
      }
      return survey;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean keepsNumbers() {
    return true;
  }

  /// Closes the sources.
  @Override
  public void close() {
    sources.values().forEach(DataSet::close);
  }

  /// Stands for rows that can't be read because of something that concerns them all.
  private record Errors(Iterator<Diagnostic> left) implements RowReader {
    @Override
    public @Nullable RowOrProblem read() {
      return left.hasNext() ? new BrokenRow(0, left.next()) : null;
    }

    @Override
    public void close() {}
  }
}
