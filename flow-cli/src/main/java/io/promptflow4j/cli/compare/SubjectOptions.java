package io.promptflow4j.cli.compare;

import io.promptflow4j.cli.flow.SettingsOptions;
import io.promptflow4j.cli.terminal.Assignment;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.dataset.mapping.ColumnMapping;
import io.promptflow4j.core.engine.RunSpec;
import io.promptflow4j.core.engine.variant.NodeVariants;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.experiment.Subject;
import io.promptflow4j.evaluators.experiment.choice.ArmChoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What is compared: variants of a flow on some data, or finished runs.
final class SubjectOptions {

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
      names = "--column-mapping",
      arity = "1..*",
      paramLabel = "INPUT=VALUE",
      description = "What an input of the flow takes: '$${data.column}' or a constant.")
  private List<String> mapping = new ArrayList<>();

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

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description = "Run each row N times; repeats of a row count as one row.")
  private int repeat = 1;

  @Option(names = "--limit", paramLabel = "N", description = "Only the first N rows.")
  private @Nullable Long limit;

  @Option(names = "--sample", paramLabel = "N", description = "Only N rows, drawn by the seed.")
  private @Nullable Long sample;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Which rows are drawn, and in which order blocks of rows are run; 0 if not said.")
  private long seed;

  @Parameters(
      arity = "0..*",
      paramLabel = "RUN",
      description = "Finished runs; the first is the baseline if no other is named.")
  private List<String> runs = new ArrayList<>();

  @Mixin private SettingsOptions settings = new SettingsOptions();

  SubjectOptions() {}

  long seed() {
    return seed;
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
    if (repeat < 1) {
      mistakes.add("--repeat is at least 1, not " + repeat);
    }
    var told = settings.told(terminal);
    var inputs = columnMapping("--column-mapping", mapping, mistakes);
    if (flow == null || data == null) {
      return new Subject.Finished(List.of());
    }
    Path path = terminal.path(flow).toAbsolutePath().normalize();
    RunSpec run =
        RunSpec.of(path.toString())
            .withHow(told)
            .withData(DataSource.of(data).relativeTo(terminal.path(Path.of(""))))
            .withMapping(inputs)
            .withRepeats(Math.max(1, repeat))
            .withSettings(rows());
    var choice = new ArmChoice(NodeVariants.of(path), diagnostics);
    return new Subject.Variants(run, choice.of(variants, nodes));
  }

  private Value.Mapping rows() {
    var rows = new LinkedHashMap<String, Value>();
    if (limit != null) {
      rows.put("limit", Value.of(limit));
    }
    if (sample != null) {
      rows.put("sample", Value.of(sample));
      rows.put("seed", Value.of(seed));
    }
    return new Value.Mapping(rows);
  }

  private static ColumnMapping columnMapping(
      String option, List<String> written, Mistakes mistakes) {
    var entries = new LinkedHashMap<String, Value>();
    for (String one : written) {
      mistakes
          .read(one, text -> Assignment.read(option, text))
          .ifPresent(read -> entries.put(read.name(), value(read.value())));
    }
    return ColumnMapping.of(new Value.Mapping(entries), Place.startOf("column mapping"));
  }

  /// A reference or text as it is; a number, list or other JSON as what it says.
  static Value value(String written) {
    if (written.startsWith("${")) {
      return Value.of(written);
    }
    try {
      return Json.read(written);
    } catch (JsonSyntaxException _) {
      return Value.of(written);
    }
  }
}
