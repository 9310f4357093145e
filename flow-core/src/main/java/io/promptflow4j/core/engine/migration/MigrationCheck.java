package io.promptflow4j.core.engine.migration;

import io.promptflow4j.core.definition.FlowDefinition;
import io.promptflow4j.core.definition.includes.MergedFolder;
import io.promptflow4j.core.definition.yaml.FlowRead;
import io.promptflow4j.core.definition.yaml.FlowReader;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.FileAccessException;
import io.promptflow4j.core.source.FlowFolder;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.tool.python.PythonSettings;
import io.promptflow4j.core.tool.python.PythonTools;
import io.promptflow4j.core.tool.python.PythonTools.Reached;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/// Says of flows whether they run here, without running anything of theirs.
///
/// ```java
/// new MigrationCheck(FlowSettings.defaults())
///     .tree(Path.of("flows"))
///     .forEach(flow -> System.out.println(flow.flow() + " " + flow.verdict()));
/// ```
///
/// Stateless, so one serves any number of threads.
public final class MigrationCheck {

  private static final int MOST_PACKAGES = 100;

  private final FlowSettings settings;

  /// @param settings what the flows would be run with
  public MigrationCheck(FlowSettings settings) {
    this.settings = settings;
  }

  /// The verdicts on all flows beneath a folder, in the order of their paths, several at a time.
  ///
  /// @throws IOException if the folder can't be read
  public Stream<FlowVerdict> tree(Path root) throws IOException {
    int atATime = Math.max(1, Runtime.getRuntime().availableProcessors());
    return FlowTree.in(root).stream().gather(Gatherers.mapConcurrent(atATime, this::flow));
  }

  /// The verdict on the flow in a file.
  public FlowVerdict flow(Path file) {
    var found = new Diagnostics();
    Optional<Flow.Check> check = check(file, found);
    FlowRead read = new FlowReader(environment()).read(file);
    Optional<Reached> reached = read.definition().flatMap(flow -> reached(flow, read.folder()));
    reached.ifPresent(code -> tell(code, found));
    List<Diagnostic> all = found.sorted();
    Verdict verdict =
        all.stream().map(one -> FindingWeight.of(one).verdict()).reduce(Verdict.RUNS, Verdict::or);
    return new FlowVerdict(
        file,
        FlowTree.kind(file).orElse("dag"),
        verdict,
        packages(reached),
        services(check, read, all),
        reached.map(code -> names(code.web())).orElse(List.of()),
        reached.map(code -> unset(code.unset(), read)).orElse(List.of()),
        all);
  }

  private Optional<Flow.Check> check(Path file, Diagnostics found) {
    try {
      Flow.Check check = Flow.checkForRun(file, settings);
      found.addAll(check.diagnostics());
      return Optional.of(check);
    } catch (FileAccessException unreadable) {
      found.error(
          "unreadable-file",
          Place.startOf(file.toString()),
          String.valueOf(unreadable.getMessage()));
      return Optional.empty();
    }
  }

  private static List<FlowVerdict.Service> services(
      Optional<Flow.Check> check, FlowRead read, List<Diagnostic> all) {
    return check
        .flatMap(Flow.Check::graph)
        .flatMap(graph -> read.definition().map(flow -> FlowServices.of(graph, flow, all)))
        .orElse(List.of());
  }

  private Optional<Reached> reached(FlowDefinition flow, Optional<FlowFolder> folder) {
    FlowCode code = FlowCode.of(flow);
    if (code.isEmpty() || folder.isEmpty()) {
      return Optional.empty();
    }
    try (var merged = MergedFolder.of(folder.get(), flow.additionalIncludes(), new Diagnostics());
        var python = PythonTools.open(merged.folder(), PythonSettings.toRead(environment()))) {
      return python.reach(code.files(), code.packageTools(), code.entries());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.putAll(settings.environment());
    settings.python().ifPresent(python -> environment.put("PF_PYTHON", python.toString()));
    return environment;
  }

  private static void tell(Reached code, Diagnostics found) {
    code.missing()
        .forEach(spot ->
            found.warning(
                FindingWeight.MISSING_PACKAGE,
                place(spot),
                "the code imports '%s', which is not installed; install '%s' for the Python of the flow."
                    .formatted(spot.name(), spot.installs())));
    code.absent()
        .forEach(spot ->
            found.warning(
                FindingWeight.ABSENT_NAME,
                place(spot),
                "the code imports '%s', a name of prompt flow's Python library that is not part of Promptflow4j."
                    .formatted(spot.name())));
    code.undefined()
        .forEach(spot ->
            found.warning(
                FindingWeight.UNDEFINED_NAME,
                place(spot),
                "the code reads '%s', which nothing defines; define or import it."
                    .formatted(spot.name())));
    code.raises()
        .forEach(spot ->
            found.warning(
                FindingWeight.ALWAYS_RAISES,
                place(spot),
                "'%s' raises an exception whatever it is given.".formatted(spot.name())));
  }

  private static Place place(Reached.Spot spot) {
    return new Place(spot.file(), spot.line(), 1);
  }

  private static List<String> packages(Optional<Reached> reached) {
    Set<String> names = new LinkedHashSet<>();
    reached.ifPresent(code -> code.missing().forEach(spot -> names.add(spot.installs())));
    return names.stream().limit(MOST_PACKAGES).toList();
  }

  /// Those that the flow file does not set itself.
  private static List<String> unset(List<Reached.Spot> spots, FlowRead read) {
    Set<String> own =
        read.definition().stream()
            .flatMap(flow -> flow.environmentVariables().stream())
            .map(field -> field.key().value())
            .collect(Collectors.toSet());
    return names(spots).stream().filter(name -> !own.contains(name)).toList();
  }

  private static List<String> names(List<Reached.Spot> spots) {
    return spots.stream().map(Reached.Spot::name).distinct().toList();
  }
}
