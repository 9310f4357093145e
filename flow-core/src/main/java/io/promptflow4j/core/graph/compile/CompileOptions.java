package io.promptflow4j.core.graph.compile;

import io.promptflow4j.core.graph.node.SubFlows;
import io.promptflow4j.core.graph.remote.Services;
import io.promptflow4j.core.tool.Toolbox;
import java.util.Map;

/// What a flow file leaves open and the one who loads it decides.
///
/// @param toolbox finds the tools that nodes name
/// @param variants node to variant id, for nodes that shall not use their default variant
/// @param connections node to field to value (`connection`, `deployment_name`, `model` or a tool
///   parameter), bound from outside; they win over the flow file
/// @param defaultName the flow's name if the file gives none
/// @param subFlows finds the flows that nodes run
/// @param services reaches what nodes of type `http` and `mcp` call
/// @param everyVariant whether variants that are not chosen are checked too, as if they were
public record CompileOptions(
    Toolbox toolbox,
    Map<String, String> variants,
    Map<String, Map<String, String>> connections,
    String defaultName,
    boolean everyVariant,
    SubFlows subFlows,
    Services services) {

  public CompileOptions {
    variants = Map.copyOf(variants);
    connections = Map.copyOf(connections);
  }

  /// Nothing decided from outside.
  public CompileOptions(Toolbox toolbox, String defaultName) {
    this(toolbox, Map.of(), Map.of(), defaultName, false, SubFlows.NONE, Services.none());
  }

  public CompileOptions withVariants(Map<String, String> chosen) {
    return new CompileOptions(
        toolbox, chosen, connections, defaultName, everyVariant, subFlows, services);
  }

  public CompileOptions withConnections(Map<String, Map<String, String>> bound) {
    return new CompileOptions(
        toolbox, variants, bound, defaultName, everyVariant, subFlows, services);
  }

  public CompileOptions withEveryVariant() {
    return new CompileOptions(
        toolbox, variants, connections, defaultName, true, subFlows, services);
  }

  public CompileOptions withSubFlows(SubFlows flows) {
    return new CompileOptions(
        toolbox, variants, connections, defaultName, everyVariant, flows, services);
  }

  public CompileOptions withServices(Services others) {
    return new CompileOptions(
        toolbox, variants, connections, defaultName, everyVariant, subFlows, others);
  }
}
