package io.promptflow4j.core.definition;

import io.promptflow4j.core.source.Place;
import java.util.List;
import java.util.Optional;

/// A whole flow file, as written. Lists keep the order of the file, duplicates included.
///
/// @param kind the `type` key: `standard`, `evaluation`, `chat`; informational
/// @param language `python`, `java` or `csharp`; informational
/// @param messageFormat `basic` or `openai-vision`
/// @param nodeless what the flow does if it is not made of nodes
public record FlowDefinition(
    Place place,
    Optional<Located<String>> name,
    Optional<Located<String>> displayName,
    Optional<Located<String>> description,
    Optional<Located<String>> kind,
    Optional<Located<String>> language,
    Optional<Located<String>> messageFormat,
    List<InputDefinition> inputs,
    List<OutputDefinition> outputs,
    List<NodeDefinition> nodes,
    List<VariantsDefinition> nodeVariants,
    List<Written.Field> environmentVariables,
    List<Located<String>> additionalIncludes,
    Optional<Written> environment,
    Optional<Written> tags,
    Optional<Nodeless> nodeless) {

  public FlowDefinition {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    nodes = List.copyOf(nodes);
    nodeVariants = List.copyOf(nodeVariants);
    environmentVariables = List.copyOf(environmentVariables);
    additionalIncludes = List.copyOf(additionalIncludes);
  }
}
