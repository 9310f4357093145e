package io.promptflow4j.core.graph.node;

import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// The inputs of prompt flow's tool "Open Model LLM" as those of an `llm` node.
final class OpenModelInputs {

  static final String ENDPOINT = "endpoint_name";

  private static final Set<String> KINDS =
      Set.of("serverlessendpoint", "onlineendpoint", "connection", "localconnection");

  private static final Map<String, String> NAMES =
      Map.of("max_new_tokens", "max_tokens", "model_kwargs", "extra_body");

  private static final SequencedMap<String, Value> DEFAULTS =
      new Fields()
          .put("deployment_name", "default")
          .put("temperature", Value.of(1.0))
          .put("top_p", Value.of(1.0))
          .put("max_tokens", Value.of(500))
          .end()
          .entries();

  private OpenModelInputs() {}

  /// Whether an endpoint is of no kind that the tool knows.
  static boolean isNowhere(String endpoint) {
    int slash = endpoint.indexOf('/');
    return slash >= 0
        && (!KINDS.contains(endpoint.substring(0, slash).toLowerCase(Locale.ROOT))
            || connection(endpoint).isBlank());
  }

  /// The connection that stands for an endpoint: the one that has its name.
  static String connection(String endpoint) {
    return endpoint.substring(endpoint.indexOf('/') + 1);
  }

  /// A draft with the inputs' names of `llm` nodes, and the tool's defaults.
  static NodeDraft of(NodeDraft draft) {
    var all = new ArrayList<NodeDraft.Input>();
    for (NodeDraft.Input one : draft.inputs()) {
      if (!one.name().equals(ENDPOINT) && !isBlankDeployment(one)) {
        all.add(
            new NodeDraft.Input(
                NAMES.getOrDefault(one.name(), one.name()),
                one.key(),
                one.value(),
                one.written(),
                one.binding()));
      }
    }
    List<String> given = all.stream().map(NodeDraft.Input::name).toList();
    DEFAULTS.forEach((name, value) -> {
      if (!given.contains(name)) {
        all.add(
            new NodeDraft.Input(
                name,
                draft.place(),
                draft.place(),
                Optional.empty(),
                Optional.of(new Binding.Literal(value))));
      }
    });
    return draft.withInputs(all);
  }

  private static boolean isBlankDeployment(NodeDraft.Input input) {
    return input.name().equals("deployment_name")
        && input.binding().orElse(null) instanceof Binding.Literal(var value)
        && Literals.isBlank(value);
  }
}
