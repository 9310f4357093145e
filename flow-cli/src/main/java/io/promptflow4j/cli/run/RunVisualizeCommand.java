package io.promptflow4j.cli.run;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.OutputFile;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.cli.workspace.OpenWorkspace;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.comparison.ComparedRow;
import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.report.HtmlReport;
import io.promptflow4j.evaluators.experiment.Arm;
import io.promptflow4j.evaluators.experiment.Prices;
import io.promptflow4j.evaluators.experiment.gather.ArmResult;
import io.promptflow4j.evaluators.experiment.gather.Gathering;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `pf run visualize`: a page that shows runs side by side, row by row. It decides nothing; `pf
/// compare` does.
@Command(
    name = "visualize",
    description = "Write a page that shows runs side by side; it opens from disk.",
    footer = {"", "Example: pf run visualize --names \"first,second\" --html-path runs.html"})
public final class RunVisualizeCommand implements Callable<Integer> {

  private static final double CONFIDENCE = 0.95;
  private static final double ERROR_RATE = 0.05;

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = {"-n", "--names", "--name"},
      paramLabel = "NAME,…",
      description = "The runs, separated by commas.")
  private @Nullable String names;

  @Parameters(arity = "0..*", paramLabel = "NAME", hidden = true)
  private List<String> positional = new ArrayList<>();

  @Option(
      names = "--html-path",
      paramLabel = "FILE",
      description = "Where the page goes; NAME.html if not said.")
  private @Nullable Path page;

  @Option(
      names = "--traces",
      paramLabel = "N",
      description = "How many rows have their traces in the page; 1000 if not said.")
  private int traces = 1_000;

  private final Terminal terminal;

  public RunVisualizeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<String> asked = names();
    return new Reply(terminal, common)
        .tell(() -> write(asked), written -> "The page is " + place(written) + ".");
  }

  private List<String> names() {
    List<String> asked =
        Stream.concat(Stream.ofNullable(names), positional.stream())
            .flatMap(some -> Stream.of(some.split(",", -1)))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .distinct()
            .toList();
    if (asked.isEmpty()) {
      throw new UsageFailure("no run is named; say --names NAME,NAME (pf run list shows them)");
    }
    return asked;
  }

  private static String place(Value written) {
    return written instanceof Value.Mapping mapping
            && mapping.get("html") instanceof Value.Text text
        ? text.text()
        : "";
  }

  private Value write(List<String> asked) {
    Comparison comparison;
    try (var workspace = OpenWorkspace.of(terminal)) {
      comparison = sideBySide(asked.stream().map(workspace::find).toList(), workspace);
    }
    Path file = terminal.path(page == null ? Path.of(asked.getFirst() + ".html") : page);
    try {
      new OutputFile(file).write(HtmlReport.of(comparison));
    } catch (IOException broken) {
      throw new CommandFailure(
          "not-written",
          "the page can't be written to '%s': %s".formatted(file, OutputFile.cause(broken)),
          broken);
    }
    return new Fields().put("html", file.toAbsolutePath().normalize().toString()).end();
  }

  private Comparison sideBySide(List<Run> runs, OpenWorkspace workspace) {
    var gathering = new Gathering(workspace.store(), List.of(), Prices.UNKNOWN, traces);
    for (Run run : runs) {
      var arm = new Arm(run.name().value(), description(run), new LinkedHashMap<>());
      gathering.add(new ArmResult(arm, run, new LinkedHashMap<>()));
    }
    List<ComparedRow> rows = gathering.rows(List.of());
    return new Comparison(
        String.join(", ", runs.stream().map(run -> run.labels().displayName()).toList()),
        Instant.now(),
        runs.getFirst().plan().data().orElse("the rows of another run"),
        rows.size(),
        new Comparison.Settings(CONFIDENCE, ERROR_RATE, 0.8, "none"),
        runs.getFirst().name().value(),
        gathering.variants(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        rows,
        "The runs side by side; nothing was evaluated or decided (pf compare does that).",
        Optional.empty(),
        runs.stream().flatMap(run -> remarks(run).stream()).toList());
  }

  private static String description(Run run) {
    var parts = new ArrayList<String>();
    if (!run.labels().description().isBlank()) {
      parts.add(run.labels().description());
    }
    parts.add(run.plan().flow());
    run.plan().variants().forEach((node, variant) -> parts.add(node + "." + variant));
    return String.join("; ", parts);
  }

  private static List<String> remarks(Run run) {
    var remarks = new ArrayList<String>();
    if (!run.progress().metrics().entries().isEmpty()) {
      remarks.add(
          "%s logged the metrics %s.".formatted(run.name(), Json.write(run.progress().metrics())));
    }
    run.progress().error().ifPresent(error -> remarks.add(run.name() + ": " + error));
    return remarks;
  }
}
