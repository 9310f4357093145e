package io.promptflow4j.core.definition.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.definition.FlowDefinition;
import io.promptflow4j.core.definition.InputDefinition;
import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.NodeDefinition;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FlowReaderTest {

  @Nested
  class WhenTheFileIsAFlow {

    @Test
    void everyFieldComesWithItsPlace() {
      FlowDefinition flow =
          definition(
              """
              name: tidy up
              inputs:
                topic: {type: string, default: rain, is_chat_input: true}
              outputs:
                text:
                  reference: ${tidy.output.text}
              nodes:
              - name: tidy
                type: python
                source: {type: code, path: tidy.py}
                inputs:
                  raw: ${inputs.topic}
                  times: 3
              """);

      assertThat(flow.name()).contains(new Located<>("tidy up", place(1, 7)));
      InputDefinition topic = flow.inputs().getFirst();
      assertThat(topic.name()).isEqualTo(new Located<>("topic", place(3, 3)));
      assertThat(topic.type()).contains(new Located<>("string", place(3, 17)));
      assertThat(topic.chatInput()).contains(new Located<>(true, place(3, 55)));
      assertThat(flow.outputs().getFirst().reference().orElseThrow().place())
          .isEqualTo(place(6, 16));
      NodeDefinition tidy = flow.nodes().getFirst();
      assertThat(tidy.place()).isEqualTo(place(8, 3));
      assertThat(tidy.source().orElseThrow().path())
          .contains(new Located<>("tidy.py", place(10, 30)));
      assertThat(tidy.inputs().getLast().key()).isEqualTo(new Located<>("times", place(13, 5)));
      assertThat(tidy.inputs().getLast().content().value()).isEqualTo(Value.of(3));
    }

    @Test
    void aChatHistoryFlagThatIsNotWrittenDiffersFromFalse() {
      FlowDefinition flow = definition("inputs: {a: {}, b: {is_chat_history: false}, c:}\n");

      assertThat(flow.inputs())
          .extracting(InputDefinition::chatHistory)
          .containsExactly(
              Optional.empty(), Optional.of(new Located<>(false, place(1, 38))), Optional.empty());
    }

    @Test
    void aBareTextIsTheReferenceOfAnOutput() {
      FlowDefinition flow = definition("outputs:\n  x: ${a.output}\n");

      assertThat(flow.outputs().getFirst().reference().orElseThrow().value())
          .isEqualTo(Value.of("${a.output}"));
    }

    @Test
    void reduceIsTheOldNameOfAggregation() {
      FlowDefinition flow =
          definition("nodes: [{reduce: true}, {aggregation: true, reduce: false}, {}]\n");

      assertThat(flow.nodes())
          .extracting(node -> node.aggregation().map(Located::value))
          .containsExactly(Optional.of(true), Optional.of(true), Optional.empty());
    }

    @Test
    void anchorsAndMergesAreResolvedOwnKeysFirst() {
      FlowDefinition flow =
          definition(
              """
              x-base: &base {type: python, source: {path: a.py}}
              nodes:
              - name: a
                <<: *base
              - <<: [{type: llm}, *base]
                name: b
              """);

      assertThat(flow.nodes())
          .extracting(node -> node.type().orElseThrow().value())
          .containsExactly("python", "llm");
      assertThat(flow.nodes().getLast().source()).isPresent();
    }

    @Test
    void questionMarksMayStandInsideUnquotedTextsInBraces() {
      FlowDefinition flow = definition("inputs: {q: {default: What is x?y?, type: string}}\n");

      assertThat(flow.inputs().getFirst().defaultValue().orElseThrow().value())
          .isEqualTo(Value.of("What is x?y?"));
    }

    @Test
    void columnsCountCharactersAndLineEndsMayBeCrLf() {
      FlowDefinition flow = definition("\uFEFFname: 😀é\r\ninputs: {'😀': {type: int}}\r\n");

      assertThat(flow.inputs().getFirst().type().orElseThrow().place()).isEqualTo(place(2, 22));
    }
  }

  @Nested
  class WhenTheTextIsNotYaml {

    @Test
    void theRestIsReadAllTheSame() {
      List<Diagnostic> found =
          diagnostics(
              """
              inputs:
                a: b: c
              outputs:
                x: {refrence: "${n.output}"}
              nodes:
              \t- name: n
              """);

      assertThat(found)
          .extracting(d -> d.place().line() + " " + d.code())
          .containsExactly("2 yaml-syntax", "4 unknown-key", "6 yaml-syntax");
    }
  }

  private static FlowDefinition definition(String yaml) {
    FlowRead read = read(yaml);
    assertThat(read.diagnostics()).noneMatch(Diagnostic::isError);
    return read.definition().orElseThrow();
  }

  private static List<Diagnostic> diagnostics(String yaml) {
    return read(yaml).diagnostics();
  }

  private static FlowRead read(String yaml) {
    return new FlowReader().read("flow.dag.yaml", yaml.getBytes(StandardCharsets.UTF_8));
  }

  private static Place place(int line, int column) {
    return new Place("flow.dag.yaml", line, column);
  }
}
