package io.promptflow4j.cli.compare;

import io.promptflow4j.cli.request.CacheOption;
import io.promptflow4j.cli.request.MappingOption;
import io.promptflow4j.cli.request.RowOptions;
import io.promptflow4j.cli.request.SettingsOptions;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.dataset.mapping.ColumnMapping;
import io.promptflow4j.core.engine.RunSpec;
import io.promptflow4j.core.engine.variant.NodeVariants;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.evaluators.experiment.Arm;
import io.promptflow4j.evaluators.experiment.Subject;
import io.promptflow4j.evaluators.experiment.choice.ArmChoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What is compared: variants of a flow on some data, or finished runs.
final class SubjectOptions {

  /// Stands for variants that could not be read, so that all else can be checked.
  private static final Arm UNKNOWN = Arm.of("default", Map.of());

  @Option(
      names = {"-f", "--flow"},
      paramLabel = "FLOW",
      description = "The flow whose variants are compared: its folder, or its flow.dag.yaml.")
  private @Nullable Path flow;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = "The rows: a file, a folder, a pattern, or name:version.")
  private @Nullable String data;

  @Option(
      names = "--variants",
      arity = "1..*",
      paramLabel = "all|grid|NODE.VARIANT",
      description = {
        "All variants of a node (the default), chosen ones,",
        "or the grid of all combinations over several nodes."
      })
  private List<String> variants = new ArrayList<>();

  @Option(
      names = "--node",
      paramLabel = "NODE",
      description = "The node whose variants are compared; may be given several times for a grid.")
  private List<String> nodes = new ArrayList<>();

  @Parameters(
      arity = "0..*",
      paramLabel = "RUN",
      description = "Finished runs; the first is the baseline if no other is named.")
  private List<String> runs = new ArrayList<>();

  @Mixin private RowOptions rows = RowOptions.orderedBySeed();
  @Mixin private MappingOption mapping = new MappingOption();
  @Mixin private SettingsOptions settings = new SettingsOptions();
  @Mixin private CacheOption cache = new CacheOption();

  SubjectOptions() {}

  RowOptions rows() {
    return rows;
  }

  List<Path> connectionFiles(Terminal terminal) {
    return settings.connectionFiles(terminal);
  }

  /// What is meant; mistakes in the call go to `mistakes`, those about the flow to `diagnostics`.
  Subject read(Terminal terminal, Mistakes mistakes, Diagnostics diagnostics) {
    if (runs.isEmpty()) {
      return variants(terminal, mistakes, diagnostics);
    }
    if (flow != null || data != null || !variants.isEmpty()) {
      mistakes.add(
          "finished runs have their flow and data; leave --flow, --data and --variants out");
    }
    var names = new ArrayList<RunName>();
    for (String run : runs) {
      try {
        names.add(new RunName(run));
      } catch (IllegalArgumentException wrong) {
        mistakes.add(Printable.line(String.valueOf(wrong.getMessage())));
      }
    }
    return new Subject.Finished(names);
  }

  private Subject variants(Terminal terminal, Mistakes mistakes, Diagnostics diagnostics) {
    if (flow == null) {
      mistakes.add("say what to compare: --flow FLOW --data DATA, or the names of finished runs");
    } else if (data == null) {
      mistakes.add("say on which rows: --data FILE");
    }
    var told = settings.told(terminal);
    ColumnMapping inputs = mistakes.read(mapping::read).orElse(ColumnMapping.none());
    if (flow == null || data == null) {
      return new Subject.Finished(List.of());
    }
    Path path = terminal.path(flow).toAbsolutePath().normalize();
    RunSpec run =
        RunSpec.of(path.toString())
            .withHow(told)
            .withData(DataSource.of(data).relativeTo(terminal.path(Path.of(""))))
            .withMapping(inputs);
    RunSpec asked = mistakes.read(() -> cache.over(rows.over(run))).orElse(run);
    var choice = new ArmChoice(NodeVariants.of(path), diagnostics);
    List<Arm> arms = choice.of(variants, nodes);
    return new Subject.Variants(asked, arms.isEmpty() ? List.of(UNKNOWN) : arms);
  }
}
