package io.promptflow4j.cli.flow;

import io.promptflow4j.cli.chat.ChatLoop;
import io.promptflow4j.cli.report.DiagnosticText;
import io.promptflow4j.cli.report.ErrorJson;
import io.promptflow4j.cli.report.ResultJson;
import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.report.record.RunFiles;
import io.promptflow4j.cli.request.CacheOption;
import io.promptflow4j.cli.request.FlowArgument;
import io.promptflow4j.cli.request.NamedModels;
import io.promptflow4j.cli.request.SettingsOptions;
import io.promptflow4j.cli.request.TapeOption;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.Terminal.Stream;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.cli.workspace.TrialMemory;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowLoadException;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.execution.cache.CacheSettings;
import io.promptflow4j.core.execution.cache.CallMemory;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Severity;
import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.value.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf flow test`: runs a flow, or one of its nodes, on one set of inputs or on some rows.
@Command(
    name = "test",
    description = "Run a flow, or one node of it, and show what came out.",
    footer = {
      "",
      "Examples:",
      "  pf flow test --flow my-flow --inputs question='What is rain?'",
      "  pf flow test --flow my-flow --inputs rows.jsonl --format json",
      "  pf flow test --flow my-flow --node classify --inputs classify.text=hello",
      "  pf flow test --flow my-chat --interactive"
    })
public final class FlowTestCommand implements Callable<Integer>, ErrorJson.Shaped {

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private FlowArgument flow = new FlowArgument();
  @Mixin private SettingsOptions settings = new SettingsOptions();
  @Mixin private CacheOption cache = new CacheOption();
  @Mixin private TapeOption tape = new TapeOption();

  @Option(
      names = "--inputs",
      arity = "1..*",
      paramLabel = "NAME=VALUE|FILE",
      description = "Inputs, a .json file of them, or a .jsonl file with one set a line.")
  private List<String> inputs = new ArrayList<>();

  @Option(names = "--node", paramLabel = "NODE", description = "Run this node alone.")
  private @Nullable String node;

  @Option(names = "--interactive", description = "Chat with a chat flow.")
  private boolean interactive;

  @Option(
      names = "--detail",
      paramLabel = "DIR",
      description = "Where the record of the run goes; FLOW/.promptflow if not said.")
  private @Nullable Path detail;

  @Option(
      names = "--output",
      paramLabel = "FILE|DIR",
      description = "Write the outputs to this file, or to flow.output.json in this folder.")
  private @Nullable Path output;

  @Option(
      names = {"--ui", "--multi-modal"},
      hidden = true)
  private boolean ui;

  private final Terminal terminal;

  public FlowTestCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    check();
    Path path = flow.path(terminal);
    return tape.with(
        terminal,
        taped -> TrialMemory.with(cache.read(), taped, terminal, memory -> test(path, memory)));
  }

  private int test(Path path, CallMemory memory) {
    try {
      FlowSettings told =
          settings
              .settings(terminal)
              .withMemory(memory)
              .withRegistered(NamedModels.whenCalled(terminal));
      TestInputs read = TestInputs.read(inputs, terminal);
      Flow loaded = NamedModels.load(path, told, terminal);
      try (loaded) {
        showRemarks(path, loaded.diagnostics(), Optional.empty());
        showRemarks(path, loaded.modelAdvice(), Optional.empty());
        return run(loaded, path, read);
      } finally {
        loaded.notices().stream()
            .filter(notice -> notice.contains("traces "))
            .forEach(notice -> terminal.tell("pf: note: " + Printable.line(notice)));
      }
    } catch (FlowLoadException mistakes) {
      return notLoaded(path, mistakes);
    }
  }

  @Override
  public Value.Mapping failed(Value.Mapping error) {
    return ResultJson.notStarted(error);
  }

  private void check() {
    if (ui) {
      throw new CommandFailure(
          "not-yet",
          "--ui is not there yet: the chat page comes with the studio; use --interactive");
    }
    if (tape.isGiven() && cache.read().filter(CacheSettings::isOn).isPresent()) {
      throw new UsageFailure("--cache excludes --record and --replay: they want every call");
    }
    if (interactive && node != null) {
      throw new UsageFailure("--interactive and --node exclude each other");
    }
  }

  private int run(Flow loaded, Path path, TestInputs read) {
    Path folder = FlowArgument.folderOf(path);
    var record = new TestRecord(terminal, folder, detail, output);
    if (interactive) {
      return chat(loaded, read, record);
    }
    return read.rows()
        .map(rows -> new RowRuns(loaded, terminal, common, record).run(rows, read.given(), node))
        .orElseGet(() -> new SingleRun(loaded, terminal, common, record).run(read.given(), node));
  }

  private int chat(Flow loaded, TestInputs read, TestRecord record) {
    if (read.rows().isPresent()) {
      throw new UsageFailure("--interactive takes inputs by name, not a file of rows");
    }
    try (RunFiles files = record.files("chat", loaded.graph())) {
      try {
        var loop = new ChatLoop(loaded, terminal, common.isJson(), files);
        return loop.run(read.given(), record.folder().resolve("chat.history"));
      } finally {
        record.write(files);
      }
    }
  }

  private void showRemarks(Path path, List<Diagnostic> diagnostics, Optional<SourceText> flowFile) {
    var shown =
        new DiagnosticText(flowFile, FlowArgument.folderOf(path), terminal.style(Stream.ERR));
    shown
        .of(
            diagnostics.stream()
                .filter(one -> common.isVerbose() || one.severity() != Severity.HINT)
                .toList())
        .forEach(terminal::tell);
  }

  private int notLoaded(Path path, FlowLoadException mistakes) {
    List<Diagnostic> diagnostics = mistakes.diagnostics();
    showRemarks(path, diagnostics, mistakes.flowFile());
    terminal.tell("pf: the flow can't run: " + DiagnosticText.count(diagnostics));
    if (common.isJson()) {
      terminal.printLine(StrictJson.write(ResultJson.notLoaded(diagnostics)));
    }
    return ExitCode.FAILURE;
  }
}
