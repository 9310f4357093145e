package io.promptflow4j.core.engine;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import io.promptflow4j.core.execution.cache.CallMemory;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.provider.ModelSettings;
import io.promptflow4j.core.model.provider.langchain.ChatModelAdapter;
import io.promptflow4j.core.model.registry.ModelNames;
import io.promptflow4j.core.model.traffic.SharedTraffic;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.java.JavaTool;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a flow is to be loaded: what a person may say on the command line besides the flow itself.
///
/// @param variants node to variant id, for the nodes that shall not use their default variant
/// @param connections `node` to field to value (`connection`, `deployment_name`, `model` or a tool
///   parameter), bound from outside without touching the flow
/// @param environment variables that win over those of the flow file
/// @param connectionFiles connection YAML files, or folders of them, besides the stored ones
/// @param model another model for all `llm` nodes: `connection/model` or `model`; `PF_MODEL` if
///   empty
/// @param python the interpreter; `PF_PYTHON` and so on if empty
/// @param traffic what the calls of each connection share; flows that share it learn together what
///   a service bears
/// @param memory what remembers calls, or answers them from a recording
/// @param given what the program brings itself
public record FlowSettings(
    Map<String, String> variants,
    Map<String, Map<String, String>> connections,
    Map<String, String> environment,
    List<Path> connectionFiles,
    Optional<String> model,
    Optional<Path> python,
    SharedTraffic traffic,
    CallMemory memory,
    Given given) {

  /// What a program gives a flow in code, in place of what files and the machine say.
  ///
  /// @param models models and connections
  /// @param tools by the name that flow files write: the id of a package's tool, or a file's path
  public record Given(ModelSettings.Given models, Map<String, Tool> tools) {

    /// Nothing.
    public static final Given NOTHING = new Given(ModelSettings.Given.NOTHING, Map.of());

    public Given {
      tools = Map.copyOf(tools);
    }
  }

  /// Without anything from code.
  public FlowSettings(
      Map<String, String> variants,
      Map<String, Map<String, String>> connections,
      Map<String, String> environment,
      List<Path> connectionFiles,
      Optional<String> model,
      Optional<Path> python,
      SharedTraffic traffic,
      CallMemory memory) {
    this(
        variants,
        connections,
        environment,
        connectionFiles,
        model,
        python,
        traffic,
        memory,
        Given.NOTHING);
  }

  /// Remembers no calls.
  public FlowSettings(
      Map<String, String> variants,
      Map<String, Map<String, String>> connections,
      Map<String, String> environment,
      List<Path> connectionFiles,
      Optional<String> model,
      Optional<Path> python,
      SharedTraffic traffic) {
    this(
        variants,
        connections,
        environment,
        connectionFiles,
        model,
        python,
        traffic,
        CallMemory.NONE);
  }

  public FlowSettings {
    variants = Map.copyOf(variants);
    connections = Map.copyOf(connections);
    environment = Map.copyOf(environment);
    connectionFiles = List.copyOf(connectionFiles);
  }

  /// Everything as the flow file and the machine say.
  public static FlowSettings defaults() {
    return new FlowSettings(
        Map.of(),
        Map.of(),
        Map.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        new SharedTraffic());
  }

  public FlowSettings withVariants(Map<String, String> chosen) {
    return new FlowSettings(
        chosen, connections, environment, connectionFiles, model, python, traffic, memory, given);
  }

  public FlowSettings withConnections(Map<String, Map<String, String>> bound) {
    return new FlowSettings(
        variants, bound, environment, connectionFiles, model, python, traffic, memory, given);
  }

  public FlowSettings withEnvironment(Map<String, String> variables) {
    return new FlowSettings(
        variants, connections, variables, connectionFiles, model, python, traffic, memory, given);
  }

  public FlowSettings withConnectionFiles(List<Path> files) {
    return new FlowSettings(
        variants, connections, environment, files, model, python, traffic, memory, given);
  }

  public FlowSettings withModel(String other) {
    return new FlowSettings(
        variants,
        connections,
        environment,
        connectionFiles,
        Optional.of(other),
        python,
        traffic,
        memory,
        given);
  }

  public FlowSettings withPython(Path interpreter) {
    return new FlowSettings(
        variants,
        connections,
        environment,
        connectionFiles,
        model,
        Optional.of(interpreter),
        traffic,
        memory,
        given);
  }

  /// Shares with other flows what services bear.
  public FlowSettings withTraffic(SharedTraffic other) {
    return new FlowSettings(
        variants, connections, environment, connectionFiles, model, python, other, memory, given);
  }

  /// Has a model of langchain4j answer every `llm` node, whatever connections they name.
  ///
  /// ```java
  /// FlowSettings.defaults().withModel(OpenAiChatModel.builder().apiKey(key).modelName("…").build())
  /// ```
  public FlowSettings withModel(ChatModel every) {
    return withGiven(given.models().withEvery(ChatModelAdapter.of(every)));
  }

  /// Has a model of langchain4j answer the `llm` nodes that name a connection.
  public FlowSettings withModel(String connection, ChatModel answering) {
    return withGiven(given.models().with(connection, ChatModelAdapter.of(answering)));
  }

  /// As [#withModel(String, ChatModel)], for a model that gives its answers piece by piece.
  public FlowSettings withStreamingModel(String connection, StreamingChatModel answering) {
    return withGiven(given.models().with(connection, ChatModelAdapter.of(answering)));
  }

  /// With registered models, for the names that come from inputs of the flow. Literal names in flow
  /// files are bound before (`io.promptflow4j.core.graph.needs.RegisteredNames`).
  public FlowSettings withRegistered(ModelNames names) {
    return withGiven(given.models().with(names));
  }

  /// With a connection that is kept nowhere; it counts before all others of its name.
  public FlowSettings withConnection(Connection connection) {
    return withGiven(given.models().with(connection));
  }

  /// With a tool made of code, in place of what flow files call `name`: the id of a package's tool,
  /// or the path of a tool's file.
  ///
  /// ```java
  /// FlowSettings.defaults()
  ///     .withTool("fetch.py", (in, context) -> pages.get(in.get("url", String.class)))
  /// ```
  public FlowSettings withTool(String name, JavaTool.Body body) {
    return withTool(JavaTool.of(name, body));
  }

  /// With a tool in place of what flow files call by the name in its signature.
  public FlowSettings withTool(Tool tool) {
    var tools = new HashMap<>(given.tools());
    tools.put(tool.signature().name(), tool);
    return withGiven(new Given(given.models(), tools));
  }

  private FlowSettings withGiven(ModelSettings.Given models) {
    return withGiven(new Given(models, given.tools()));
  }

  private FlowSettings withGiven(Given other) {
    return new FlowSettings(
        variants, connections, environment, connectionFiles, model, python, traffic, memory, other);
  }

  /// With something between the flow and the models.
  public FlowSettings withMemory(CallMemory other) {
    return new FlowSettings(
        variants, connections, environment, connectionFiles, model, python, traffic, other, given);
  }
}
