package io.promptflow4j.cli.flow;

import io.promptflow4j.cli.report.Fields;
import io.promptflow4j.cli.report.ResultJson;
import io.promptflow4j.cli.report.ResultText;
import io.promptflow4j.cli.report.RunFiles;
import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.execution.AggregationResult;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Runs of a flow on the rows of a `.jsonl` file: several at the same time, told in the order of
/// the file. A row that can't be read or fails is told in its place and stops no other.
///
/// The thread that calls [#run] reads the file, tells the results and counts; rows run on virtual
/// threads.
final class RowRuns {

  private static final int DEFAULT_AT_ONCE = 16;

  /// A row of the file. `number` counts the rows from 0, `line` the lines of the file from 1.
  private record Row(int number, int line, String text) {}

  /// What a row came to.
  private sealed interface Outcome {
    record Ran(Row row, FlowResult result) implements Outcome {}

    record Unreadable(Row row, String why) implements Outcome {}
  }

  private final Flow flow;
  private final Terminal terminal;
  private final CommonOptions common;
  private final TestRecord record;
  private int lines;
  private int rows;
  private int completed;
  private final List<Value.Mapping> contributions = new ArrayList<>();

  RowRuns(Flow flow, Terminal terminal, CommonOptions common, TestRecord record) {
    this.flow = flow;
    this.terminal = terminal;
    this.common = common;
    this.record = record;
  }

  /// Runs all rows of `file`; `over` wins over what a row says.
  int run(Path file, Value.Mapping over, @Nullable String node) {
    var inputs = new LineInputs(flow.graph(), node);
    RunFiles files = record.files("flow", flow.graph());
    var outputs = new StringBuilder();
    try (Stream<String> text = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      text.map(line -> new Row(rows, ++lines, line))
          .filter(row -> !row.text().isBlank())
          .map(row -> new Row(rows++, row.line(), row.text()))
          .gather(Gatherers.mapConcurrent(atOnce(), row -> run(row, over, inputs)))
          .forEachOrdered(outcome -> tell(outcome, inputs, files, outputs));
    } catch (IOException | UncheckedIOException broken) {
      return brokenOff(file);
    }
    terminal.progress("");
    if (!contributions.isEmpty()) {
      aggregate(files);
    }
    if (record.isAsked()) {
      record.write(files);
    }
    record.writeOutput(outputs.toString().stripTrailing());
    flow.notices().forEach(notice -> terminal.tell("pf: note: " + Printable.line(notice)));
    terminal.tell("%d of %d lines completed".formatted(completed, rows));
    return completed == rows ? ExitCode.OK : ExitCode.FAILURE;
  }

  private int brokenOff(Path file) {
    String message = "%s can't be read to its end".formatted(file);
    if (common.isJson()) {
      terminal.printLine(StrictJson.write(ResultJson.notStarted("bad-input", message)));
    }
    terminal.tell("pf: error: " + Printable.line(message));
    return ExitCode.FAILURE;
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

  private Outcome run(Row row, Value.Mapping over, LineInputs inputs) {
    try {
      if (!(Json.read(utf8(row.text())) instanceof Value.Mapping read)) {
        return new Outcome.Unreadable(row, "a row has to be a JSON object of inputs by name");
      }
      Value.Mapping all = inputs.completed(TestInputs.merged(read, over));
      RunRequest request = RunRequest.of(all).withLine(row.number());
      return new Outcome.Ran(row, inputs.run(flow, request));
    } catch (JsonSyntaxException broken) {
      return new Outcome.Unreadable(row, "not JSON: " + broken.problem());
    } catch (CharacterCodingException broken) {
      return new Outcome.Unreadable(row, "not UTF-8 text");
    }
  }

  /// The text of a line that was read byte by byte, so that one with wrong bytes spoils no other.
  private static String utf8(String bytes) throws CharacterCodingException {
    var decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer raw = ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1));
    String text = decoder.decode(raw).toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private void tell(Outcome outcome, LineInputs inputs, RunFiles files, StringBuilder outputs) {
    switch (outcome) {
      case Outcome.Ran(Row row, FlowResult result) -> {
        tell(row, result, inputs, outputs);
        if (isContributing(result, inputs)) {
          contributions.add(flow.contribution(result));
        }
        if (record.isAsked()) {
          files.add(result, row.number());
        }
      }
      case Outcome.Unreadable(Row row, String why) -> tellUnreadable(row, why);
    }
    terminal.progress("%d lines completed of %d begun".formatted(completed, rows));
  }

  private void tell(Row row, FlowResult result, LineInputs inputs, StringBuilder outputs) {
    Value shown = inputs.shown(result);
    if (common.isJson()) {
      terminal.printLine(StrictJson.write(ResultJson.ofRow(result, row.number())));
    }
    if (result.status() == FlowResult.Status.COMPLETED) {
      completed++;
      outputs.append(StrictJson.write(numbered(row, shown, inputs))).append('\n');
      if (!common.isJson()) {
        terminal.printLine(StrictJson.write(shown));
      }
    }
    String place = "line %d: ".formatted(row.line());
    ResultText.error(result).ifPresent(error -> terminal.tell("pf: " + place + error));
  }

  /// The outputs with the number of their row, because rows that fail have none; of a node alone,
  /// its output under that name.
  private static Value numbered(Row row, Value shown, LineInputs inputs) {
    var all = new Fields().put(ResultJson.LINE_NUMBER, row.number());
    if (inputs.isWholeFlow() && shown instanceof Value.Mapping(var entries)) {
      entries.forEach(all::putNew);
      return all.end();
    }
    return all.put("output", shown).end();
  }

  private void tellUnreadable(Row row, String why) {
    String message = "line %d: %s".formatted(row.line(), why);
    if (common.isJson()) {
      terminal.printLine(StrictJson.write(ResultJson.unreadableRow(message, row.number())));
    }
    terminal.tell("pf: " + message);
  }
}
