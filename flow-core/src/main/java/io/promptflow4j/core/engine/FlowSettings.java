package io.promptflow4j.core.engine;

import io.promptflow4j.core.execution.cache.CallMemory;
import io.promptflow4j.core.model.traffic.SharedTraffic;
import java.nio.file.Path;
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
public record FlowSettings(
    Map<String, String> variants,
    Map<String, Map<String, String>> connections,
    Map<String, String> environment,
    List<Path> connectionFiles,
    Optional<String> model,
    Optional<Path> python,
    SharedTraffic traffic,
    CallMemory memory) {

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
        chosen, connections, environment, connectionFiles, model, python, traffic, memory);
  }

  public FlowSettings withConnections(Map<String, Map<String, String>> bound) {
    return new FlowSettings(
        variants, bound, environment, connectionFiles, model, python, traffic, memory);
  }

  public FlowSettings withEnvironment(Map<String, String> variables) {
    return new FlowSettings(
        variants, connections, variables, connectionFiles, model, python, traffic, memory);
  }

  public FlowSettings withConnectionFiles(List<Path> files) {
    return new FlowSettings(
        variants, connections, environment, files, model, python, traffic, memory);
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
        memory);
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
        memory);
  }

  /// Shares with other flows what services bear.
  public FlowSettings withTraffic(SharedTraffic other) {
    return new FlowSettings(
        variants, connections, environment, connectionFiles, model, python, other, memory);
  }

  /// With something between the flow and the models.
  public FlowSettings withMemory(CallMemory other) {
    return new FlowSettings(
        variants, connections, environment, connectionFiles, model, python, traffic, other);
  }
}
