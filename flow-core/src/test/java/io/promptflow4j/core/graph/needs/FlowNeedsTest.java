package io.promptflow4j.core.graph.needs;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.model.catalog.Capability;
import io.promptflow4j.core.model.catalog.Task;
import io.promptflow4j.core.model.catalog.choice.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowNeedsTest {

  @TempDir Path folder;

  private FlowNeeds needs(String nodes) throws IOException {
    Files.writeString(
        folder.resolve("flow.dag.yaml"),
        """
        inputs:
          question: {type: string}
          photo: {type: image}
        outputs: {}
        nodes:
        """
            + nodes);
    Files.writeString(
        folder.resolve("ask.jinja2"), "user:\n" + "word ".repeat(800) + "{{question}}");
    var check = Flow.check(folder, FlowSettings.defaults());
    return FlowNeeds.of(check.graph().orElseThrow(), folder);
  }

  @Test
  void aPlainNodeNeedsRoomForItsPromptAndAnswer() throws IOException {
    FlowNeeds needs =
        needs(
            """
            - name: ask
              type: llm
              api: chat
              connection: mine
              source: {type: code, path: ask.jinja2}
              inputs: {deployment_name: gpt-4o, max_tokens: 200, question: "${inputs.question}"}
            """);

    NodeNeeds node = needs.nodes().getFirst();
    assertThat(node.model()).contains("gpt-4o");
    assertThat(node.connection()).contains("mine");
    assertThat(node.needs().task()).isEqualTo(Task.CHAT);
    assertThat(node.needs().capabilities()).isEmpty();
    assertThat(node.needs().prompt()).isBetween(900L, 1_100L);
    assertThat(node.needs().output()).contains(200L);
  }

  @Test
  void parametersAndImagesAreCapabilities() throws IOException {
    FlowNeeds needs =
        needs(
            """
            - name: ask
              type: llm
              api: chat
              connection: mine
              source: {type: code, path: ask.jinja2}
              inputs:
                model: x
                question: ${inputs.photo}
                tools: [{type: function, function: {name: f}}]
                response_format: {type: json_object}
                seed: 7
            """);

    assertThat(needs.together().capabilities())
        .containsEntry(Capability.TOOLS, "node 'ask' gives 'tools'")
        .containsEntry(Capability.JSON_MODE, "node 'ask' asks for JSON")
        .containsEntry(Capability.IMAGE_INPUT, "node 'ask' shows images")
        .containsEntry(Capability.SEED, "node 'ask' gives 'seed'");
  }

  @Test
  void aFlowNeedsWhatItsNodesNeedTogether() {
    Needs one = Needs.of(Task.CHAT, Map.of(Capability.TOOLS, "a"), 100, Optional.of(50L));
    Needs other = Needs.of(Task.CHAT, Map.of(Capability.SEED, "b"), 300, Optional.empty());

    Needs both = one.and(other);

    assertThat(both.capabilities()).containsOnlyKeys(Capability.TOOLS, Capability.SEED);
    assertThat(both.total()).isEqualTo(350);
  }
}
