package io.promptflow4j.cli.flow;

import io.promptflow4j.cli.progress.Interruption;
import io.promptflow4j.cli.report.DiagnosticText;
import io.promptflow4j.cli.report.ResultJson;
import io.promptflow4j.cli.report.ResultText;
import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.report.record.RunFiles;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.dataset.DataException;
import io.promptflow4j.core.dataset.DataFormat;
import io.promptflow4j.core.dataset.DataLimits;
import io.promptflow4j.core.dataset.DataSet;
import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.dataset.RowOrProblem;
import io.promptflow4j.core.dataset.RowReader;
import io.promptflow4j.core.dataset.file.DataFiles;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.execution.AggregationResult;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Gatherers;
import org.jspecify.annotations.Nullable;

/// Runs of a flow on the rows of a `.jsonl` file: several at the same time, told in the order of
/// the file as soon as they are done. A row that can't be read or fails is told in its place and
/// stops no other. Of the rows that are done nothing stays in memory but what aggregation reads.
/// Ctrl-C cancels the rows that run, and no others begin.
///
/// The thread that calls [#run] reads the file, tells the results and counts; rows run on virtual
/// threads.
final class RowRuns {

  private static final int DEFAULT_AT_ONCE = 16;
  private static final DataLimits LIMITS = DataLimits.DEFAULT.withMaxRowBytes(16 << 20);

  /// What a row came to. `number` counts the rows from 0, `line` the lines of the file from 1.
  private sealed interface Outcome {
    record Ran(int number, int line, FlowResult result) implements Outcome {}

    record Unreadable(int number, Diagnostic problem) implements Outcome {}
  }

  private final Flow flow;
  private final Terminal terminal;
  private final CommonOptions common;
  private final TestRecord record;
  private int rows;
  private int completed;
  private int mistakes;
  private final List<Value.Mapping> contributions = new ArrayList<>();
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  RowRuns(Flow flow, Terminal terminal, CommonOptions common, TestRecord record) {
    this.flow = flow;
    this.terminal = terminal;
    this.common = common;
    this.record = record;
  }

  /// Runs all rows of `file`; `over` wins over what a row says.
  int run(Path file, Value.Mapping over, @Nullable String node) {
    var inputs = new LineInputs(flow.graph(), node);
    var source = DataSource.of(file.toString()).withFormat(DataFormat.JSONL);
    try (RunFiles files = record.files("flow", flow.graph());
        DataSet data = DataFiles.open(source, InputStream.nullInputStream(), LIMITS);
        RowReader reader = data.rows();
        TestRecord.OutputLines outputs = record.outputLines();
        var _ = Interruption.of(_ -> stop())) {
      reader.stream()
          .takeWhile(_ -> !stopped)
          .gather(Gatherers.mapConcurrent(atOnce(), row -> run(row, over, inputs)))
          .forEachOrdered(outcome -> tell(outcome, inputs, files, outputs));
      end(files);
    } catch (DataException gone) {
      throw new CommandFailure("file-not-found", String.valueOf(gone.getMessage()), gone);
    }
    if (stopped) {
      return ExitCode.INTERRUPTED;
    }
    return completed == rows ? ExitCode.OK : ExitCode.FAILURE;
  }

  private void stop() {
    stopped = true;
    running.forEach(Thread::interrupt);
  }

  private void end(RunFiles files) {
    terminal.progress("");
    if (!contributions.isEmpty() && !stopped) {
      aggregate(files);
    }
    if (record.isAsked()) {
      record.write(files);
    }
    if (mistakes > DiagnosticText.MOST) {
      terminal.tell("pf: ... and %d more lines failed".formatted(mistakes - DiagnosticText.MOST));
    }
    flow.notices().forEach(notice -> terminal.tell("pf: note: " + Printable.line(notice)));
    terminal.tell("%d of %d lines completed".formatted(completed, rows));
  }

  private boolean isContributing(FlowResult result, LineInputs inputs) {
    return inputs.isWholeFlow()
        && flow.aggregates()
        && result.status() == FlowResult.Status.COMPLETED;
  }

  /// Runs the aggregation nodes once, over all lines that completed.
  private void aggregate(RunFiles files) {
    AggregationResult result = flow.aggregate(contributions);
    ResultText.tell(result, terminal);
    if (common.isJson()) {
      terminal.printLine(StrictJson.write(ResultJson.of(result, contributions.size())));
    }
    files.add(result);
  }

  private int atOnce() {
    String told = terminal.variable("PF_WORKER_COUNT").orElse("");
    return told.matches("[1-9]\\d{0,3}") ? Integer.parseInt(told) : DEFAULT_AT_ONCE;
  }

  private Outcome run(RowOrProblem read, Value.Mapping over, LineInputs inputs) {
    int number = Math.toIntExact(read.number());
    return switch (read) {
      case RowOrProblem.BrokenRow(_, var problem) -> new Outcome.Unreadable(number, problem);
      case RowOrProblem.Row(_, var place, var columns) -> {
        Value.Mapping all = inputs.completed(TestInputs.merged(columns, over));
        RunRequest request = RunRequest.of(all).withLine(number);
        yield new Outcome.Ran(number, place.line(), stoppable(() -> inputs.run(flow, request)));
      }
    };
  }

  private FlowResult stoppable(Supplier<FlowResult> row) {
    running.add(Thread.currentThread());
    try {
      if (stopped) {
        Thread.currentThread().interrupt();
      }
      return row.get();
    } finally {
      running.remove(Thread.currentThread());
    }
  }

  private void tell(
      Outcome outcome, LineInputs inputs, RunFiles files, TestRecord.OutputLines outputs) {
    rows++;
    switch (outcome) {
      case Outcome.Ran ran -> {
        tell(ran, inputs, outputs);
        if (isContributing(ran.result(), inputs)) {
          contributions.add(flow.contribution(ran.result()));
        }
        if (record.isAsked()) {
          files.add(ran.result(), ran.number());
        }
      }
      case Outcome.Unreadable(int number, var problem) -> tellUnreadable(number, problem);
    }
    if (terminal.isTerminal(Terminal.Stream.ERR)) {
      terminal.progress("%d of %d lines completed so far".formatted(completed, rows));
    }
  }

  private void tell(Outcome.Ran ran, LineInputs inputs, TestRecord.OutputLines outputs) {
    FlowResult result = ran.result();
    Value shown = inputs.shown(result);
    if (common.isJson()) {
      terminal.printLine(StrictJson.write(ResultJson.ofRow(result, ran.number())));
    }
    if (result.status() == FlowResult.Status.COMPLETED) {
      completed++;
      outputs.write(StrictJson.write(numbered(ran.number(), shown, inputs)));
      if (!common.isJson()) {
        terminal.printLine(StrictJson.write(shown));
      }
    }
    ResultText.error(result).ifPresent(error -> tellMistake(ran.line(), error));
  }

  /// The outputs with the number of their row, because rows that fail have none; of a node alone,
  /// its output under that name.
  private static Value numbered(int number, Value shown, LineInputs inputs) {
    var all = new Fields().put(ResultJson.LINE_NUMBER, number);
    if (inputs.isWholeFlow() && shown instanceof Value.Mapping(var entries)) {
      entries.forEach(all::putNew);
      return all.end();
    }
    return all.put("output", shown).end();
  }

  private void tellUnreadable(int number, Diagnostic problem) {
    if (common.isJson()) {
      String message = "line %d: %s".formatted(problem.place().line(), problem.message());
      terminal.printLine(
          StrictJson.write(ResultJson.unreadableRow(message, problem.place(), number)));
    }
    tellMistake(problem.place().line(), Printable.line(problem.message()));
  }

  /// Tells people of a line that failed, unless they have read of very many.
  private void tellMistake(int line, String message) {
    if (mistakes++ < DiagnosticText.MOST) {
      terminal.tell("pf: line %d: %s".formatted(line, message));
    }
  }
}
