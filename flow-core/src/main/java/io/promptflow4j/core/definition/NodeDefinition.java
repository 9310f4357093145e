package io.promptflow4j.core.definition;

import io.promptflow4j.core.source.Place;
import java.util.List;
import java.util.Optional;

/// One entry under `nodes`, or the `node` of a variant (which may have no name).
///
/// @param place where the entry begins
/// @param type `llm`, `python`, `prompt`, `custom_llm`, `java`, `csharp` or anything else as
///   written
/// @param tool the legacy `tool` key
/// @param skip the obsolete `skip` key, kept to warn about it
/// @param control how often and under which terms it is done
/// @param service what an `http` or `mcp` node asks for, and which tools a model may call
public record NodeDefinition(
    Place place,
    Optional<Located<String>> name,
    Optional<Located<String>> type,
    Optional<SourceDefinition> source,
    List<Written.Field> inputs,
    Optional<Located<String>> api,
    Optional<Located<String>> provider,
    Optional<Written> connection,
    Optional<Located<String>> module,
    Optional<Located<String>> tool,
    Optional<Located<Boolean>> aggregation,
    Optional<ActivateDefinition> activate,
    Optional<Located<Boolean>> useVariants,
    Optional<Located<Boolean>> enableCache,
    Optional<Written> skip,
    ControlDefinition control,
    ServiceDefinition service) {

  public NodeDefinition {
    inputs = List.copyOf(inputs);
  }

  /// The `source` of a node.
  public record SourceDefinition(
      Place place,
      Optional<Located<String>> type,
      Optional<Located<String>> path,
      Optional<Located<String>> tool) {}

  /// The `activate` of a node; `when` and `is` are required, or `condition` (the key `if`), which
  /// the graph checks.
  public record ActivateDefinition(
      Place place, Optional<Written> when, Optional<Written> is, Optional<Written> condition) {}

  /// How often and under which terms a node is done, and the branches of a `switch` node: each as
  /// written, which the graph checks.
  public record ControlDefinition(
      Optional<Written> forEach,
      Optional<Written> repeat,
      Optional<Written> timeout,
      Optional<Written> retry,
      Optional<Written> onError,
      Optional<Written> branches) {}

  /// What a node asks of the world, each as written, which the graph checks.
  ///
  /// @param tools the nodes that the model of an `llm` node may call
  /// @param rounds how often it may be asked again (`max_tool_rounds`)
  public record ServiceDefinition(
      Optional<Written> http,
      Optional<Written> mcp,
      Optional<Written> tools,
      Optional<Written> rounds) {}
}
