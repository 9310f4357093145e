package io.promptflow4j.core.engine;

import io.promptflow4j.core.definition.FlowDefinition;
import io.promptflow4j.core.definition.includes.MergedFolder;
import io.promptflow4j.core.definition.yaml.FlowRead;
import io.promptflow4j.core.definition.yaml.FlowReader;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.execution.line.FlowExecutor;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.compile.CompileOptions;
import io.promptflow4j.core.graph.compile.Compiled;
import io.promptflow4j.core.graph.compile.FlowCompiler;
import io.promptflow4j.core.graph.needs.FlowNeeds;
import io.promptflow4j.core.graph.needs.NodeNeeds;
import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.Money;
import io.promptflow4j.core.model.ServiceLoad;
import io.promptflow4j.core.model.provider.ConfiguredModels;
import io.promptflow4j.core.run.snapshot.Snapshot;
import io.promptflow4j.core.run.snapshot.SnapshotException;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.FlowFolder;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/// A flow with everything it needs to run, put together: the one place where that is done.
final class LoadedFlow implements AutoCloseable {

  private final FlowGraph graph;
  private final List<Diagnostic> diagnostics;
  private final Surroundings surroundings;
  private final FlowExecutor executor;

  private LoadedFlow(
      FlowGraph graph,
      List<Diagnostic> diagnostics,
      Surroundings surroundings,
      FlowExecutor executor) {
    this.graph = graph;
    this.diagnostics = diagnostics;
    this.surroundings = surroundings;
    this.executor = executor;
  }

  static LoadedFlow load(Path path, FlowSettings settings) {
    return load(path, settings, Value.Mapping.EMPTY);
  }

  /// As [#load], with another front matter for a prompty.
  static LoadedFlow load(Path path, FlowSettings settings, Value.Mapping change) {
    FlowRead read = new FlowReader(Surroundings.environment(settings), change).read(path);
    if (read.definition().isEmpty() || read.folder().isEmpty()) {
      throw new FlowLoadException(read.diagnostics(), read.text());
    }
    FlowDefinition definition = read.definition().get();
    var surroundings = Surroundings.of(read.folder().get(), definition, settings, false);
    try {
      FlowCheck check = compile(read, definition, surroundings, settings, false);
      if (check.graph().isEmpty() || !check.isValid()) {
        throw new FlowLoadException(check.diagnostics(), read.text());
      }
      FlowGraph graph = check.graph().get();
      ConfiguredModels models = surroundings.models();
      models.learn(connections(graph));
      var executor = new FlowExecutor(graph, surroundings.folder(), models);
      return new LoadedFlow(graph, check.diagnostics(), surroundings, executor);
    } catch (RuntimeException failed) {
      surroundings.close();
      throw failed;
    }
  }

  static FlowCheck check(Path path, FlowSettings settings) {
    return check(path, settings, (_, _) -> List.of());
  }

  static FlowCheck checkForRun(Path path, FlowSettings settings) {
    return check(
        path,
        settings,
        (graph, surroundings) ->
            unreachableServices(graph, surroundings).stream().map(LoadedFlow::asWarning).toList());
  }

  private static Diagnostic asWarning(Diagnostic found) {
    return Diagnostic.warning(found.code(), found.place(), found.message());
  }

  private static FlowCheck check(
      Path path,
      FlowSettings settings,
      BiFunction<FlowGraph, Surroundings, List<Diagnostic>> more) {
    FlowRead read = reader(settings).read(path);
    if (read.definition().isEmpty() || read.folder().isEmpty()) {
      return new FlowCheck(read.diagnostics(), Optional.empty(), read.text());
    }
    FlowDefinition definition = read.definition().get();
    try (var surroundings = Surroundings.of(read.folder().get(), definition, settings, true)) {
      FlowCheck check = compile(read, definition, surroundings, settings, true);
      var all = new Diagnostics();
      all.addAll(check.diagnostics());
      check.graph().ifPresent(graph -> all.addAll(more.apply(graph, surroundings)));
      return new FlowCheck(all.sorted(), check.graph(), check.flowFile());
    }
  }

  private static FlowReader reader(FlowSettings settings) {
    return new FlowReader(Surroundings.environment(settings));
  }

  private static FlowCheck compile(
      FlowRead read,
      FlowDefinition definition,
      Surroundings surroundings,
      FlowSettings settings,
      boolean everyVariant) {
    var options =
        new CompileOptions(surroundings.toolbox(), defaultName(read.folder().orElseThrow()))
            .withVariants(settings.variants())
            .withConnections(settings.connections());
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
    return new FlowCheck(
        all.sorted(), all.hasErrors() ? Optional.empty() : compiled.graph(), read.text());
  }

  private static Set<String> connections(FlowGraph graph) {
    var names = new LinkedHashSet<String>();
    for (Node node : graph.nodes()) {
      if (node instanceof Node.Llm llm) {
        llm.connection().ifPresent(names::add);
      }
      for (Binding binding : node.inputs().values()) {
        if (binding instanceof Binding.OfConnection(var name)) {
          names.add(name);
        }
      }
    }
    return names;
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

  /// What is wrong with the connections of the nodes; nothing is sent.
  ///
  /// Where conditions decide which nodes run, a tool whose connection is missing may not be needed,
  /// so that is a warning.
  List<Diagnostic> unreachableServices() {
    return unreachableServices(graph, surroundings);
  }

  private static List<Diagnostic> unreachableServices(FlowGraph graph, Surroundings surroundings) {
    var found = new Diagnostics();
    boolean choosy = graph.nodes().stream().anyMatch(node -> node.head().activation().isPresent());
    for (Node node : graph.nodes()) {
      Place place = node.head().place();
      if (node instanceof Node.Llm llm) {
        missing(() -> surroundings.models().open(llm.connection()))
            .ifPresent(gone -> found.error(gone.code(), place, String.valueOf(gone.getMessage())));
      }
      for (Binding binding : node.inputs().values()) {
        if (binding instanceof Binding.OfConnection(var name)) {
          missing(() -> surroundings.models().connection(name))
              .map(gone -> ofTool(node, gone, choosy))
              .ifPresent(found::add);
        }
      }
    }
    return found.sorted();
  }

  /// The nodes whose calls can't be held against a budget of `currency`, as far as that is known
  /// before any is made.
  List<Diagnostic> unpricedCalls(String currency) {
    var found = new Diagnostics();
    for (NodeNeeds node : FlowNeeds.of(graph, folder().root()).nodes()) {
      surroundings
          .models()
          .open(node.connection())
          .costAhead(node.model())
          .flatMap(cost -> unfit(cost, currency))
          .ifPresent(why ->
              found.error(
                  "unpriced-model",
                  node.place(),
                  "node '%s' can't be held to a budget of money: %s".formatted(node.node(), why)));
    }
    return found.sorted();
  }

  private static Optional<String> unfit(Cost cost, String currency) {
    return switch (cost) {
      case Cost.Known(Money price) ->
          price.currency().equals(currency) || price.amount().signum() == 0
              ? Optional.empty()
              : Optional.of(
                  "its calls are paid in %s; give the budget in that".formatted(price.currency()));
      case Cost.Unknown(String why) ->
          Optional.of(
              why + "; write its price into a catalog file, or give the budget in calls or tokens");
    };
  }

  private static Optional<ModelException> missing(Supplier<?> connection) {
    try {
      var _ = connection.get();
      return Optional.empty();
    } catch (ModelException missing) {
      return Optional.of(missing);
    }
  }

  private static Diagnostic ofTool(Node node, ModelException gone, boolean choosy) {
    String message = "tool '%s': %s".formatted(node.name(), gone.getMessage());
    return choosy
        ? Diagnostic.warning(gone.code(), node.head().place(), message)
        : Diagnostic.error(gone.code(), node.head().place(), message);
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

  /// The request with the limit of this flow's lines, unless it has its own.
  RunRequest limited(RunRequest request) {
    return request.ownLimit().isPresent() ? request : request.withLimit(surroundings.lineLimit());
  }

  @Override
  public void close() {
    surroundings.close();
  }
}
