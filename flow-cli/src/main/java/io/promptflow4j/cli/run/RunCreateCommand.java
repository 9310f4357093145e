package io.promptflow4j.cli.run;

import io.promptflow4j.cli.report.DiagnosticText;
import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.report.run.RunJson;
import io.promptflow4j.cli.request.BudgetOption;
import io.promptflow4j.cli.request.CacheOption;
import io.promptflow4j.cli.request.FlowArgument;
import io.promptflow4j.cli.request.LabelOptions;
import io.promptflow4j.cli.request.MappingOption;
import io.promptflow4j.cli.request.Overrides;
import io.promptflow4j.cli.request.RowOptions;
import io.promptflow4j.cli.request.RunNameOption;
import io.promptflow4j.cli.request.SettingsOptions;
import io.promptflow4j.cli.request.TapeOption;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.cli.workspace.OpenWorkspace;
import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.engine.RunSpec;
import io.promptflow4j.core.execution.cache.CacheSettings;
import io.promptflow4j.core.run.RunLabels;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.adoption.RunFolder;
import io.promptflow4j.core.run.file.RunFile;
import io.promptflow4j.core.run.file.RunFileRead;
import io.promptflow4j.core.run.file.RunFileReader;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Severity;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf run create`: runs a flow over the rows of a data set, or of another run.
@Command(
    name = "create",
    description = "Run a flow over many rows and keep what came of them.",
    footer = {
      "",
      "Examples:",
      "  pf run create --flow my-flow --data rows.jsonl --column-mapping url='$${data.link}'",
      "  pf run create --flow my-eval --data rows.jsonl --run my-run \\",
      "      --column-mapping truth='$${data.answer}' answer='$${run.outputs.answer}'",
      "  pf run create -f run.yaml --stream",
      "  pf run create --resume-from my-run --name my-second-try"
    })
public final class RunCreateCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private SettingsOptions settings = new SettingsOptions();
  @Mixin private RowOptions rows = new RowOptions();
  @Mixin private BudgetOption budget = new BudgetOption();
  @Mixin private CacheOption cache = new CacheOption();
  @Mixin private TapeOption tape = new TapeOption();
  @Mixin private MappingOption mapping = new MappingOption();
  @Mixin private LabelOptions labels = new LabelOptions();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "RUN.yaml",
      description = "A run file; other options win over what it says.")
  private @Nullable Path file;

  @Option(
      names = "--flow",
      paramLabel = "FLOW",
      description = "The flow's folder or its file, or builtin:NAME.")
  private @Nullable String flow;

  @Option(
      names = "--source",
      paramLabel = "FOLDER",
      description = "Take over a run that prompt flow made: its run folder. Nothing is run.")
  private @Nullable Path source;

  @Option(
      names = "--resume-from",
      paramLabel = "RUN",
      description = "Make a run of the same flow and data, with the completed rows of this one.")
  private @Nullable String resumeFrom;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = "A file, a folder, a pattern, NAME:VERSION, or - for standard input.")
  private @Nullable String data;

  @Option(
      names = "--run",
      paramLabel = "RUN",
      description = "A run whose inputs and outputs the rows can read.")
  private @Nullable String over;

  @Option(
      names = {"-n", "--name"},
      paramLabel = "NAME",
      description = "The run's name; made of flow, variant and time if not said.")
  private @Nullable String name;

  @Option(
      names = "--scope",
      paramLabel = "RUN",
      description = "Take the calls that are the same from this run, and all others of its scope.")
  private @Nullable String scope;

  @Option(
      names = "--set",
      arity = "1..*",
      paramLabel = "PATH=VALUE",
      description = "Set a property of the run, such as display_name=… or tags.team=….")
  private List<String> set = new ArrayList<>();

  @Option(
      names = {"-s", "--stream"},
      description = "Show the run's log while it is written.")
  private boolean stream;

  private final Terminal terminal;

  public RunCreateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    check();
    var reply = new Reply(terminal, common);
    if (file != null) {
      return fromFile(reply, terminal.path(file));
    }
    if (source != null) {
      return adopt(reply, terminal.path(source));
    }
    String original = resumeFrom;
    if (original != null) {
      return reply.work(() -> resume(original, RunLabels.named(""), Optional.empty()));
    }
    String path = flowPath(String.valueOf(flow));
    return reply.onFlow(folder(path)).work(() -> create(spec(RunSpec.of(path), terminal.folder())));
  }

  private void check() {
    long given = Stream.of(file, flow, source, resumeFrom).filter(one -> one != null).count();
    if (given == 0) {
      throw new UsageFailure(
          "say what to run: --flow FLOW, --file RUN.yaml, --resume-from RUN or --source FOLDER");
    }
    if (given > 1) {
      throw new UsageFailure("--file, --flow, --source and --resume-from exclude each other");
    }
    if (tape.isGiven() && cache.read().filter(CacheSettings::isOn).isPresent()) {
      throw new UsageFailure("--cache excludes --record and --replay: they want every call");
    }
    if (flow != null && data == null && over == null) {
      throw new UsageFailure("say which rows to run: --data FILE, or --run RUN for those of a run");
    }
  }

  private int adopt(Reply reply, Path folder) {
    if (data != null || over != null || mapping.isGiven()) {
      throw new UsageFailure(
          "--source takes a run as it is; --data, --run and mappings are no use");
    }
    return reply.tell(() -> {
      RunFolder found = RunFolder.open(folder);
      RunName chosen = name == null ? nameOf(found) : RunNameOption.read(name);
      RunLabels written = Overrides.read(set).labels(labels.over(found.labels()));
      try (var workspace = OpenWorkspace.of(terminal)) {
        return RunJson.of(found.adopt(workspace.store(), chosen, written));
      }
    });
  }

  private static RunName nameOf(RunFolder folder) {
    try {
      return folder.name();
    } catch (IllegalArgumentException wrong) {
      throw new UsageFailure(wrong.getMessage() + "; say another one with --name");
    }
  }

  private int fromFile(Reply reply, Path path) {
    RunFileRead read = RunFileReader.read(path);
    if (read.run().isEmpty()) {
      long errors = read.diagnostics().stream().filter(Diagnostic::isError).count();
      return reply.refused(read.diagnostics(), errors, read.text());
    }
    List<Diagnostic> remarks =
        read.diagnostics().stream()
            .filter(remark -> common.isVerbose() || remark.severity() != Severity.HINT)
            .toList();
    DiagnosticText.limited(remarks, remark -> Printable.line(remark.toString()))
        .forEach(terminal::tell);
    RunFile written = read.run().get();
    if (written.resumeFrom().isPresent()) {
      RunName original = written.resumeFrom().get();
      return reply.work(() -> resume(original.value(), written.labels(), written.name()));
    }
    Path base = Optional.ofNullable(path.getParent()).orElse(terminal.folder());
    RunSpec spec = RunSpec.of(written);
    return reply.onFlow(folder(spec.flow())).work(() -> create(spec(spec, base)));
  }

  private Path folder(String flow) {
    return flow.startsWith("builtin:") ? builtin(flow) : FlowArgument.folderOf(Path.of(flow));
  }

  /// Where mistakes of a built-in flow are said to be: not in a folder of the person's.
  private Path builtin(String flow) {
    try {
      return Path.of(flow);
    } catch (InvalidPathException _) { // Windows has no colons
      return terminal.folder();
    }
  }

  private int create(RunSpec spec) {
    List<Path> connectionFiles = settings.connectionFiles(terminal);
    return tape.with(
        terminal,
        taped -> {
          try (var workspace = OpenWorkspace.of(terminal, settings.traces())) {
            return new RunInFront(terminal, common, stream)
                .see(listener -> workspace.runs(connectionFiles, taped).run(spec, listener));
          }
        });
  }

  /// The run with what the options say in place of what it says.
  ///
  /// @param base the folder that a path to data starts from
  private RunSpec spec(RunSpec written, Path base) {
    RunSpec spec =
        written
            .withHow(settings.over(written.how(), terminal))
            .withLabels(labels.over(written.labels()));
    if (data != null) {
      spec = spec.withData(DataSource.of(data).relativeTo(base));
    }
    if (over != null) {
      spec = spec.withOver(RunNameOption.read(over));
    }
    if (mapping.isGiven()) {
      spec = spec.withMapping(mapping.read());
    }
    if (scope != null) {
      spec = spec.withScope(scope);
    }
    if (name != null) {
      spec = spec.withName(RunNameOption.read(name));
    }
    RunSpec asked = Overrides.read(set).over(cache.over(budget.over(rows.over(spec))), terminal);
    return asked.over().map(asked::withParent).orElse(asked);
  }

  private String flowPath(String written) {
    return written.startsWith("builtin:") ? written : terminal.path(Path.of(written)).toString();
  }

  private int resume(String original, RunLabels known, Optional<RunName> named) {
    if (tape.isGiven()) {
      throw new UsageFailure("--record and --replay are for new runs, not for --resume-from");
    }
    if (data != null || over != null || mapping.isGiven()) {
      throw new UsageFailure(
          "--resume-from takes flow, data and mapping from the run; only --name, --display-name,"
              + " --description, --tags and --set are of use with it");
    }
    List<Path> connectionFiles = settings.connectionFiles(terminal);
    try (var workspace = OpenWorkspace.of(terminal, settings.traces())) {
      RunName from = workspace.find(original).name();
      RunLabels written = Overrides.read(set).labels(labels.over(known));
      Optional<RunName> chosen = Optional.ofNullable(name).map(RunNameOption::read).or(() -> named);
      var runs = workspace.runs(connectionFiles);
      RunName made = runs.createFrom(from, chosen, written).name();
      return new RunInFront(terminal, common, stream)
          .see(listener -> runs.resume(made, budget.read(), cache.read(), listener));
    }
  }
}
