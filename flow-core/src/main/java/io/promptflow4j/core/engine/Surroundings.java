package io.promptflow4j.core.engine;

import io.promptflow4j.core.definition.FlowDefinition;
import io.promptflow4j.core.definition.Nodeless;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.definition.includes.MergedFolder;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.execution.nested.NestedFlows;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.needs.ModelAdvice;
import io.promptflow4j.core.graph.prompty.PromptyCompiler;
import io.promptflow4j.core.graph.remote.Services;
import io.promptflow4j.core.graph.signature.EnvironmentVariables;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionDraft;
import io.promptflow4j.core.model.connection.Secret;
import io.promptflow4j.core.model.connection.prompty.PromptyConnection;
import io.promptflow4j.core.model.connection.store.ConnectionStore;
import io.promptflow4j.core.model.provider.ConfiguredModels;
import io.promptflow4j.core.model.provider.ModelSettings;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.FlowFolder;
import io.promptflow4j.core.tool.ResultLimit;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.Toolbox;
import io.promptflow4j.core.tool.builtin.BuiltInTools;
import io.promptflow4j.core.tool.given.GivenTools;
import io.promptflow4j.core.tool.index.IndexTools;
import io.promptflow4j.core.tool.java.JavaTools;
import io.promptflow4j.core.tool.python.PythonSettings;
import io.promptflow4j.core.tool.python.PythonToolbox;
import io.promptflow4j.core.tool.python.PythonTools;
import io.promptflow4j.core.tool.unsupported.UnsupportedTools;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What stands around one flow while it is loaded: its folder with the files it includes, its
/// tools, its models, the environment its nodes see. Opening it starts nothing.
final class Surroundings implements AutoCloseable {

  /// A variable whose value is a field of a connection, `${connection.field}`.
  private static final Pattern CONNECTION_FIELD = Pattern.compile("\\$\\{([^.{}]+)\\.([^.{}]+)}");

  private final MergedFolder merged;
  private final Toolbox toolbox;
  private final ConfiguredModels models;
  private final Queue<String> notices;
  private final Diagnostics diagnostics;
  private final Duration lineLimit;
  private final ModelAdvice advice;
  private final Services services;

  private Surroundings(
      MergedFolder merged,
      Toolbox toolbox,
      ConfiguredModels models,
      Queue<String> notices,
      Diagnostics diagnostics,
      Duration lineLimit,
      ModelAdvice advice,
      Services services) {
    this.merged = merged;
    this.toolbox = toolbox;
    this.models = models;
    this.notices = notices;
    this.diagnostics = diagnostics;
    this.lineLimit = lineLimit;
    this.advice = advice;
    this.services = services;
  }

  /// The variables that a flow may name: those of the process, and before them what was said.
  static Map<String, String> environment(FlowSettings settings) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.putAll(settings.environment());
    return environment;
  }

  /// @param check whether the flow is only checked, so that nothing its folder brings may run
  static Surroundings of(
      FlowFolder folder, FlowDefinition definition, FlowSettings settings, boolean check) {
    var diagnostics = new Diagnostics();
    var notices = new ConcurrentLinkedQueue<String>();
    Map<String, String> environment = environment(settings);
    settings.python().ifPresent(python -> environment.put("PF_PYTHON", python.toString()));
    Optional<ConnectionDraft> own = described(definition, environment, diagnostics);
    ConfiguredModels models = models(folder, settings, environment, own, notices::add);
    var merged = MergedFolder.of(folder, definition.additionalIncludes(), diagnostics);
    var nested = nested(settings);
    var python =
        PythonTools.open(
            merged.folder(),
            python(
                check,
                filled(environment, settings.environment(), models, notices),
                variables(definition, models, diagnostics)),
            nested);
    var services = Services.in(merged.folder().root(), environment);
    JavaTools java = JavaTools.in(merged.folder()).limitedTo(ResultLimit.of(environment));
    Toolbox toolbox =
        new GivenTools(
            settings.given().tools(),
            java::limited,
            new GivenTools(
                ownTools(merged.folder(), models, services),
                java::limited,
                Toolbox.combine(java, UnsupportedTools.explaining(new PythonToolbox(python)))));
    return new Surroundings(
        merged,
        toolbox,
        models,
        notices,
        diagnostics,
        RunRequest.limitIn(environment),
        new ModelAdvice(
            folder.root(),
            models(folder, settings, environment, own, _ -> {})::connection, // asked, but not used
            environment,
            settings.model()),
        services);
  }

  /// Prompt flow's package tools that are run here, by their ids.
  private static Map<String, Tool> ownTools(
      FlowFolder folder, ConfiguredModels models, Services services) {
    var tools = new HashMap<>(BuiltInTools.over(services.http()));
    tools.putAll(IndexTools.in(folder, models));
    return tools;
  }

  private static ConfiguredModels models(
      FlowFolder folder,
      FlowSettings settings,
      Map<String, String> environment,
      Optional<ConnectionDraft> own,
      Consumer<String> notices) {
    ConfiguredModels models =
        ConfiguredModels.with(
            new ModelSettings(
                settings.connectionFiles(),
                ConnectionStore.ofUser(environment),
                environment,
                Optional.of(folder.root()),
                settings.model(),
                notices,
                settings.traffic(),
                settings.given().models()));
    own.ifPresent(models::describe);
    return models;
  }

  /// The connection that the flow itself describes, as a prompty may.
  private static Optional<ConnectionDraft> described(
      FlowDefinition definition, Map<String, String> environment, Diagnostics diagnostics) {
    return definition.nodeless().orElse(null) instanceof Nodeless.Prompty prompty
        ? PromptyConnection.of(
            prompty, PromptyCompiler.connectionName(definition), environment, diagnostics)
        : Optional.empty();
  }

  /// The flows that tools run: with the same settings but for what is bound to this flow's nodes.
  private static NestedFlows nested(FlowSettings settings) {
    FlowSettings own = settings.withVariants(Map.of()).withConnections(Map.of());
    return new NestedFlows((path, change) -> {
      LoadedFlow flow = LoadedFlow.load(path, own, change);
      return new NestedFlows.Loaded(flow.graph(), flow.executor(), flow::close);
    });
  }

  private static PythonSettings python(
      boolean check, Map<String, String> environment, Map<String, String> variables) {
    return check ? PythonSettings.toRead(environment) : PythonSettings.of(environment, variables);
  }

  private static Map<String, String> variables(
      FlowDefinition definition, ConfiguredModels models, Diagnostics diagnostics) {
    var variables = EnvironmentVariables.of(definition.environmentVariables());
    for (Written.Field written : definition.environmentVariables()) {
      String name = written.key().value();
      Matcher matcher = CONNECTION_FIELD.matcher(variables.getOrDefault(name, ""));
      if (matcher.matches()) {
        try {
          field(models.connection(matcher.group(1)), matcher.group(2))
              .ifPresent(text -> variables.put(name, text));
        } catch (ModelException missing) {
          diagnostics.warning(
              "missing-connection",
              written.content().place(),
              "the variable '%s' can't be filled: %s".formatted(name, missing.getMessage()));
        }
      }
    }
    return variables;
  }

  /// The environment with fields of connections where the caller's variables name them.
  private static Map<String, String> filled(
      Map<String, String> environment,
      Map<String, String> told,
      ConfiguredModels models,
      Queue<String> notices) {
    var filled = new HashMap<>(environment);
    told.forEach((name, value) -> {
      Matcher matcher = CONNECTION_FIELD.matcher(value);
      if (matcher.matches()) {
        try {
          field(models.connection(matcher.group(1)), matcher.group(2))
              .ifPresent(text -> filled.put(name, text));
        } catch (ModelException missing) {
          notices.add(
              "the variable '%s' can't be filled: %s".formatted(name, missing.getMessage()));
        }
      }
    });
    return filled;
  }

  private static Optional<String> field(Connection connection, String field) {
    return connection.setting(field).or(() -> connection.secret(field).map(Secret::reveal));
  }

  /// Where the flow's files are read from, and where it runs.
  FlowFolder folder() {
    return merged.folder();
  }

  Toolbox toolbox() {
    return toolbox;
  }

  /// What reaches the services of `http` and `mcp` nodes.
  Services services() {
    return services;
  }

  ConfiguredModels models() {
    return models;
  }

  Queue<String> notices() {
    return notices;
  }

  List<Diagnostic> diagnostics() {
    return diagnostics.sorted();
  }

  /// What the catalog says today against the models that the flow will call.
  List<Diagnostic> advice(FlowGraph graph) {
    return advice.on(graph, LocalDate.now(ZoneId.systemDefault()));
  }

  /// The models that the flow will call and their prices of today, by node.
  Value.Mapping modelFacts(FlowGraph graph) {
    return advice.facts(graph, LocalDate.now(ZoneOffset.UTC));
  }

  /// How long a line may take that says nothing of its own.
  Duration lineLimit() {
    return lineLimit;
  }

  @Override
  public void close() {
    services.close();
    toolbox.close();
    models.close();
    merged.close();
  }
}
