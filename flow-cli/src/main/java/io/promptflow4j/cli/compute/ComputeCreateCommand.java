package io.promptflow4j.cli.compute;

import io.promptflow4j.cli.report.DiagnosticJson;
import io.promptflow4j.cli.report.DiagnosticText;
import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.core.run.compute.target.ComputeTarget;
import io.promptflow4j.core.run.compute.target.ComputeTargetFile;
import io.promptflow4j.core.run.compute.target.ComputeTargets;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Severity;
import io.promptflow4j.core.source.SourceText;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf compute create`: gives a cluster a name, in place of one of the same name.
@Command(
    name = "create",
    description = "Give a cluster a name, from its file.",
    footer = {
      "",
      "Example: pf compute create --file cluster.yaml",
      "with a file such as",
      "  name: cluster",
      "  master: spark://head:7077",
      "  concurrency: 64"
    })
public final class ComputeCreateCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE",
      description = "The compute's YAML file.")
  private Path file = Path.of("");

  @Option(
      names = {"-n", "--name"},
      paramLabel = "NAME",
      description = "The compute's name; wins over the one in the file.")
  private @Nullable String name;

  private final Terminal terminal;

  public ComputeCreateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    var reply = new Reply(terminal, common);
    ComputeTargetFile.Read read = ComputeTargetFile.read(terminal.path(file));
    if (read.target().isEmpty()) {
      return refused(read);
    }
    List<Diagnostic> remarks =
        read.diagnostics().stream()
            .filter(remark -> common.isVerbose() || remark.severity() != Severity.HINT)
            .toList();
    DiagnosticText.limited(remarks, remark -> Printable.line(remark.toString()))
        .forEach(terminal::tell);
    String chosen = chosen(read.target().get());
    String yaml = read.text().map(SourceText::text).orElse("");
    return reply.tell(() -> {
      ComputeTargets targets = StoredComputes.of(terminal);
      targets.keep(chosen, named(yaml, chosen));
      return StoredComputes.find(chosen, terminal).toValue();
    });
  }

  private int refused(ComputeTargetFile.Read read) {
    var shown =
        new DiagnosticText(
            read.text(), terminal.path(Path.of("")), terminal.style(Terminal.Stream.ERR));
    DiagnosticText.limited(
            read.diagnostics().stream()
                .filter(one -> common.isVerbose() || one.severity() != Severity.HINT)
                .toList(),
            shown::of)
        .forEach(terminal::tell);
    terminal.tell(
        "pf: error: the compute was not kept: " + DiagnosticText.count(read.diagnostics()));
    if (common.isJson()) {
      terminal.printLine(StrictJson.write(DiagnosticJson.of(read.diagnostics())));
    }
    return ExitCode.FAILURE;
  }

  private String chosen(ComputeTarget target) {
    String chosen = name == null ? target.name() : name;
    if (!ComputeTargets.isName(chosen)) {
      throw new UsageFailure("--name: '%s' is no name".formatted(Printable.line(chosen)));
    }
    return chosen;
  }

  /// The file with the name under which it is kept.
  private static String named(String yaml, String chosen) {
    return yaml.replaceFirst("(?m)^name:.*\\R?", "").strip() + "\nname: " + chosen + "\n";
  }
}
