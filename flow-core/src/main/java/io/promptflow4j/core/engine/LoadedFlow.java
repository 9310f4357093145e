package io.promptflow4j.core.engine;

import io.promptflow4j.core.definition.FlowDefinition;
import io.promptflow4j.core.definition.includes.MergedFolder;
import io.promptflow4j.core.definition.yaml.FlowRead;
import io.promptflow4j.core.definition.yaml.FlowReader;
import io.promptflow4j.core.execution.CallJournal;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.execution.cache.CallMemory;
import io.promptflow4j.core.execution.line.FlowExecutor;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.compile.CompileOptions;
import io.promptflow4j.core.graph.compile.Compiled;
import io.promptflow4j.core.graph.compile.FlowCompiler;
import io.promptflow4j.core.graph.needs.ServiceCheck;
import io.promptflow4j.core.graph.node.SubFlows;
import io.promptflow4j.core.model.ServiceLoad;
import io.promptflow4j.core.model.provider.Models;
import io.promptflow4j.core.run.snapshot.Snapshot;
import io.promptflow4j.core.run.snapshot.SnapshotException;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.FlowFolder;
import io.promptflow4j.core.trace.otlp.OtlpExport;
import io.promptflow4j.core.value.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/// A flow with everything it needs to run, put together: the one place where that is done.
final class LoadedFlow implements AutoCloseable {

  private final FlowGraph graph;
  private final List<Diagnostic> diagnostics;
  private final Surroundings surroundings;
  private final Models models;
  private final CallMemory memory;
  private final InnerFlows inner;
  private final FlowExecutor executor;
  private final Optional<OtlpExport> export;

  private LoadedFlow(
      FlowGraph graph,
      List<Diagnostic> diagnostics,
      Surroundings surroundings,
      Models models,
      CallMemory memory,
      InnerFlows inner,
      FlowExecutor executor,
      Optional<OtlpExport> export) {
    this.export = export;
    this.graph = graph;
    this.diagnostics = diagnostics;
    this.surroundings = surroundings;
    this.models = models;
    this.memory = memory;
    this.inner = inner;
    this.executor = executor;
  }

  static LoadedFlow load(Path path, FlowSettings settings) {
    return load(path, settings, Value.Mapping.EMPTY, true);
  }

  /// As [#load], with another front matter for a prompty. Its traces are part of those of the flow
  /// whose tool runs it.
  static LoadedFlow load(Path path, FlowSettings settings, Value.Mapping change) {
    return load(path, settings, change, false);
  }

  private static LoadedFlow load(
      Path path, FlowSettings settings, Value.Mapping change, boolean traced) {
    FlowRead read = new FlowReader(Surroundings.environment(settings), change).read(path);
    if (read.definition().isEmpty() || read.folder().isEmpty()) {
      throw new FlowLoadException(read.diagnostics(), read.text());
    }
    FlowDefinition definition = read.definition().get();
    var surroundings = Surroundings.of(read.folder().get(), definition, settings, false);
    var inner = InnerFlows.of(file(read), settings, false);
    try {
      Flow.Check check = compile(read, definition, surroundings, settings, inner);
      if (check.graph().isEmpty() || !check.isValid()) {
        throw new FlowLoadException(check.diagnostics(), read.text());
      }
      FlowGraph graph = check.graph().get();
      surroundings.models().learn(ServiceCheck.connections(graph));
      CallMemory memory = settings.memory();
      Models models =
          memory
              .tape()
              .map(tape -> tape.over(surroundings.models()))
              .orElseGet(surroundings::models);
      Optional<OtlpExport> export =
          traced
              ? OtlpExport.in(
                  Surroundings.environment(settings), notice -> surroundings.notices().add(notice))
              : Optional.empty();
      var executor =
          new FlowExecutor(
              graph, surroundings.folder(), models, memory.tape(), export.map(Function.identity()));
      return new LoadedFlow(
          graph, check.diagnostics(), surroundings, models, memory, inner, executor, export);
    } catch (RuntimeException failed) {
      inner.close();
      surroundings.close();
      throw failed;
    }
  }

  static Flow.Check check(Path path, FlowSettings settings) {
    return check(path, settings, (_, _) -> List.of());
  }

  static Flow.Check checkForRun(Path path, FlowSettings settings) {
    return check(
        path,
        settings,
        (graph, surroundings) ->
            new ServiceCheck(graph, surroundings.models())
                .unreachable().stream().map(LoadedFlow::asWarning).toList());
  }

  private static Diagnostic asWarning(Diagnostic found) {
    return Diagnostic.warning(found.code(), found.place(), found.message());
  }

  private static Flow.Check check(
      Path path,
      FlowSettings settings,
      BiFunction<FlowGraph, Surroundings, List<Diagnostic>> more) {
    FlowRead read = reader(settings).read(path);
    if (read.definition().isEmpty() || read.folder().isEmpty()) {
      return new Flow.Check(read.diagnostics(), Optional.empty(), read.text());
    }
    FlowDefinition definition = read.definition().get();
    try (var surroundings = Surroundings.of(read.folder().get(), definition, settings, true);
        var inner = InnerFlows.of(file(read), settings, true)) {
      Flow.Check check = compile(read, definition, surroundings, settings, inner);
      var all = new Diagnostics();
      all.addAll(check.diagnostics());
      check.graph().ifPresent(graph -> all.addAll(more.apply(graph, surroundings)));
      return new Flow.Check(all.sorted(), check.graph(), check.flowFile());
    }
  }

  private static FlowReader reader(FlowSettings settings) {
    return new FlowReader(Surroundings.environment(settings));
  }

  private static Flow.Check compile(
      FlowRead read,
      FlowDefinition definition,
      Surroundings surroundings,
      FlowSettings settings,
      InnerFlows inner) {
    boolean everyVariant = inner.check();
    var options =
        new CompileOptions(surroundings.toolbox(), defaultName(read.folder().orElseThrow()))
            .withVariants(settings.variants())
            .withConnections(settings.connections())
            .withSubFlows(inner)
            .withServices(surroundings.services());
    Compiled compiled =
        FlowCompiler.compile(
            definition, surroundings.folder(), everyVariant ? options.withEveryVariant() : options);
    var all = new Diagnostics();
    all.addAll(read.diagnostics());
    all.addAll(surroundings.diagnostics());
    all.addAll(compiled.diagnostics());
    if (everyVariant && !all.hasErrors()) {
      compiled.graph().ifPresent(graph -> all.addAll(surroundings.advice(graph)));
    }
    return new Flow.Check(
        all.sorted(), all.hasErrors() ? Optional.empty() : compiled.graph(), read.text());
  }

  /// The flow file itself, so that it is known where a flow in it leads back.
  private static Path file(FlowRead read) {
    Path root = read.folder().orElseThrow().root();
    return root.resolve(read.definition().orElseThrow().place().file());
  }

  private static String defaultName(FlowFolder folder) {
    Path name = folder.root().getFileName();
    return name == null ? "flow" : name.toString();
  }

  FlowGraph graph() {
    return graph;
  }

  List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  List<String> notices() {
    return new ArrayList<>(surroundings.notices());
  }

  /// The files of the flow at `path` as they are now, includes merged; empty if they can't be read
  /// as a flow.
  static Optional<Snapshot> snapshot(Path path) {
    FlowRead read = new FlowReader().read(path);
    if (read.definition().isEmpty() || read.folder().isEmpty()) {
      return Optional.empty();
    }
    var found = new Diagnostics();
    try (var merged =
        MergedFolder.of(read.folder().get(), read.definition().get().additionalIncludes(), found)) {
      return found.hasErrors()
          ? Optional.empty()
          : Optional.of(Snapshot.of(merged.folder().root()));
    } catch (SnapshotException _) {
      return Optional.empty();
    }
  }

  /// What the catalog says against the models of its nodes: warnings and hints.
  List<Diagnostic> modelAdvice() {
    return surroundings.advice(graph);
  }

  /// The models that its nodes call and their prices of today, by node.
  Value.Mapping modelFacts() {
    return surroundings.modelFacts(graph);
  }

  /// What is wrong with the connections of the nodes; nothing is sent.
  ///
  /// Where conditions decide which nodes run, a tool whose connection is missing may not be needed,
  /// so that is a warning.
  List<Diagnostic> unreachableServices() {
    return new ServiceCheck(graph, models).unreachable();
  }

  /// The nodes whose calls can't be held against a budget of `currency`, as far as that is known
  /// before any is made.
  List<Diagnostic> unpricedCalls(String currency) {
    return new ServiceCheck(graph, models).unpriced(folder().root(), currency);
  }

  /// The folder with all files of the flow, those it includes among them.
  FlowFolder folder() {
    return surroundings.folder();
  }

  /// How the services bear what its nodes ask of them.
  ServiceLoad load() {
    return surroundings.models().load();
  }

  FlowExecutor executor() {
    return executor;
  }

  /// The request with the limit of this flow's lines and their journal, unless it has its own.
  RunRequest limited(RunRequest request) {
    RunRequest own =
        request.journal().isPresent()
            ? request
            : journal(request.line()).map(request::withJournal).orElse(request);
    return own.ownLimit().isPresent() ? own : own.withLimit(surroundings.lineLimit());
  }

  /// How long a line may take that says nothing of its own.
  Duration lineLimit() {
    return surroundings.lineLimit();
  }

  /// What remembers the calls of a line that brings no journal; of the aggregation if `line` is -1.
  Optional<CallJournal> journal(int line) {
    return memory.journals().map(source -> source.of(line));
  }

  @Override
  public void close() {
    export.ifPresent(OtlpExport::close);
    inner.close();
    surroundings.close();
  }

  /// The flows in a flow's nodes: each with tools and variables of its own. Owned by the thread
  /// that loads; closed with the flow.
  private static final class InnerFlows implements SubFlows, AutoCloseable {

    private static final int MOST_LEVELS = 8;

    private final List<Path> above;
    private final FlowSettings settings;
    private final boolean check;
    private final Map<Use, SubFlows.Found> known = new HashMap<>();
    private final List<Runnable> opened = new ArrayList<>();

    private InnerFlows(List<Path> above, FlowSettings settings, boolean check) {
      this.above = above;
      this.settings = settings;
      this.check = check;
    }

    /// Those of a whole flow. In its settings, `node/inner` is a node of the flow of a node.
    static InnerFlows of(Path file, FlowSettings settings, boolean check) {
      return new InnerFlows(List.of(file), settings, check);
    }

    boolean check() {
      return check;
    }

    @Override
    public SubFlows.Found find(NodeName node, Path file) {
      FlowSettings own =
          settings
              .withVariants(SubFlows.below(node, settings.variants()))
              .withConnections(SubFlows.below(node, settings.connections()));
      var use = new Use(file, own);
      SubFlows.Found found = known.get(use);
      if (found == null) {
        found = load(file, own);
        known.put(use, found);
      }
      return found;
    }

    /// A flow with what is chosen and bound for its nodes: nodes that use it alike share it.
    private record Use(Path file, FlowSettings settings) {}

    private SubFlows.Found load(Path file, FlowSettings settings) {
      if (above.contains(file)) {
        return refused("it is part of that flow itself, so it would never end");
      }
      if (above.size() > MOST_LEVELS) {
        return refused("flows are nested more than %d levels deep".formatted(MOST_LEVELS));
      }
      FlowRead read = new FlowReader().read(file);
      if (read.definition().isEmpty() || read.folder().isEmpty()) {
        return new SubFlows.Found(
            Optional.empty(), read.diagnostics(), read.folder(), Optional.empty());
      }
      FlowDefinition definition = read.definition().get();
      var around = Surroundings.of(read.folder().get(), definition, settings, check);
      opened.add(around::close);
      var files = new ArrayList<>(above);
      files.add(file);
      var deeper = new InnerFlows(files, settings, check);
      opened.add(deeper::close);
      Flow.Check compiled = compile(read, definition, around, settings, deeper);
      return new SubFlows.Found(
          compiled.graph(), compiled.diagnostics(), Optional.of(around.folder()), Optional.empty());
    }

    private static SubFlows.Found refused(String problem) {
      return new SubFlows.Found(
          Optional.empty(), List.of(), Optional.empty(), Optional.of(problem));
    }

    /// Those that were opened last first.
    @Override
    public void close() {
      opened.reversed().forEach(Runnable::run);
      opened.clear();
    }
  }
}
