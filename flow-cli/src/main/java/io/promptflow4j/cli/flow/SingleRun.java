package io.promptflow4j.cli.flow;

import io.promptflow4j.cli.progress.Interruption;
import io.promptflow4j.cli.report.ResultJson;
import io.promptflow4j.cli.report.ResultText;
import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.report.record.RunFiles;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.value.Value;
import org.jspecify.annotations.Nullable;

/// One run of a flow, or of one of its nodes. Ctrl-C cancels it.
final class SingleRun {

  private final Flow flow;
  private final Terminal terminal;
  private final CommonOptions common;
  private final TestRecord record;

  SingleRun(Flow flow, Terminal terminal, CommonOptions common, TestRecord record) {
    this.flow = flow;
    this.terminal = terminal;
    this.common = common;
    this.record = record;
  }

  int run(Value.Mapping told, @Nullable String node) {
    Value.Mapping given = orSample(told, node);
    var inputs = new LineInputs(flow.graph(), node);
    inputs.unknown(given).forEach(warning -> terminal.tell("pf: warning: " + warning));
    FlowResult result;
    boolean stopped;
    try (var interruption = Interruption.quiet()) {
      result = inputs.run(flow, RunRequest.of(inputs.completed(given)).withAggregation());
      stopped = interruption.isAsked() && result.status() == FlowResult.Status.CANCELED;
    }
    flow.notices().forEach(notice -> terminal.tell("pf: note: " + Printable.line(notice)));
    show(result, inputs.shown(result));
    try (RunFiles files = record.files(recordName(node), flow.graph())) {
      files.add(result, 0);
      record.write(files);
    }
    if (stopped) {
      return ExitCode.INTERRUPTED;
    }
    return result.status() == FlowResult.Status.COMPLETED ? ExitCode.OK : ExitCode.FAILURE;
  }

  /// What was told, or the flow's own sample where nothing was.
  private Value.Mapping orSample(Value.Mapping told, @Nullable String node) {
    Value.Mapping sample = flow.graph().form().sample();
    if (!told.entries().isEmpty() || node != null || sample.entries().isEmpty()) {
      return told;
    }
    terminal.tell("pf: note: no inputs are given; the flow's own sample is used instead");
    return sample;
  }

  /// The file's name: a node's own may hold what no file name can.
  private static String recordName(@Nullable String node) {
    return node == null ? "flow" : "flow-" + node.replaceAll("[/\\\\\\p{Cntrl}]", "_") + ".node";
  }

  private void show(FlowResult result, Value shown) {
    if (common.isJson()) {
      ResultText.remarks(result, terminal);
      terminal.printLine(StrictJson.write(ResultJson.of(result)));
    } else {
      if (result.status() == FlowResult.Status.COMPLETED) {
        terminal.printLine(StrictJson.writeIndented(shown));
      }
      ResultText.tell(result, terminal);
    }
    if (result.status() == FlowResult.Status.COMPLETED) {
      record.writeOutput(StrictJson.writeIndented(shown));
    }
  }
}
