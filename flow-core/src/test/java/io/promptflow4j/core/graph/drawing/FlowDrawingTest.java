package io.promptflow4j.core.graph.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.compile.TrialFlow;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowDrawingTest {

  private static final String FLOW =
      """
      inputs:
        url: {type: string}
      outputs:
        category: {type: string, reference: '${classify.output}'}
      nodes:
      - {name: fetch, type: python, source: {path: t.py}, inputs: {url: '${inputs.url}'}}
      - name: prompt
        type: prompt
        source: {path: p.jinja2}
        inputs: {text: '${fetch.output}'}
      - name: classify
        use_variants: true
      - name: retry
        type: python
        source: {path: t.py}
        activate: {when: '${classify.output}', is: unknown}
        inputs: {url: '${inputs.url}'}
      - name: accuracy
        type: python
        source: {path: t.py}
        aggregation: true
        inputs: {all: '${classify.output}'}
      node_variants:
        classify:
          default_variant_id: v0
          variants:
            v0:
              node:
                type: llm
                source: {path: p.jinja2}
                connection: c
                api: chat
                inputs: {model: m, text: '${prompt.output}'}
      """;

  @TempDir private Path folder;
  private TrialFlow flow = new TrialFlow(Path.of("."));

  @BeforeEach
  void freshFlow() {
    flow = new TrialFlow(folder).file("t.py", "").file("p.jinja2", "user:\n{{text}}");
  }

  @Test
  void mermaidShowsKindsConditionsVariantsAndAggregation() {
    assertThat(FlowDrawing.mermaid(flow.graph(FLOW)))
        .isEqualTo(
            """
            flowchart TD
              n0(["url<br/>string"])
              n1["fetch"]
              n2[/"prompt"/]
              n3{{"classify<br/>variant v0"}}
              n4["retry"]
              n5["accuracy<br/>over all rows"]
              n6(["category"])
              n0 --> n1
              n1 --> n2
              n2 --> n3
              n0 --> n4
              n3 -. "is 'unknown'" .-> n4
              n3 --> n5
              n3 --> n6
              class n5 aggregation
              classDef aggregation stroke-width:3px,stroke-dasharray:4
            """);
  }

  @Test
  void dotShowsTheSame() {
    assertThat(FlowDrawing.dot(flow.graph(FLOW)))
        .isEqualTo(
            """
            digraph "trial" {
              node [fontname="sans-serif"];
              n0 [label="url\\nstring", shape=ellipse];
              n1 [label="fetch", shape=box];
              n2 [label="prompt", shape=note];
              n3 [label="classify\\nvariant v0", shape=hexagon];
              n4 [label="retry", shape=box];
              n5 [label="accuracy\\nover all rows", shape=box, peripheries=2];
              n6 [label="category", shape=ellipse];
              n0 -> n1;
              n1 -> n2;
              n2 -> n3;
              n0 -> n4;
              n3 -> n4 [style=dashed, label="is 'unknown'"];
              n3 -> n5;
              n3 -> n6;
            }
            """);
  }

  @Test
  void theTerminalShowsOneRowForEachWithALaneForEachValue() {
    assertThat(FlowDrawing.terminal(flow.graph(FLOW)))
        .isEqualTo(
            """
            ○   url       input, string
            ├─■ fetch     tool
            │ ◇ prompt    prompt
            │ ◆ classify  llm, variant v0
            ■─┤ retry     tool, when classify is 'unknown'
            ■─┤ accuracy  tool, over all rows
              ◎ category  output
            """);
  }

  @Test
  void namesCannotBreakTheDrawing() {
    FlowGraph graph =
        flow.graph(
            "nodes:\n- {name: 'a\"]\\nb; <x> #', type: python, source: {path: t.py}}\n"
                .replace("'a\"]\\nb; <x> #'", "\"a\\\"]\\nb; <x> #\""));

    assertThat(FlowDrawing.mermaid(graph).lines()).hasSize(2);
    assertThat(FlowDrawing.mermaid(graph)).contains("a#34;]#10;b#59; #60;x#62; #35;");
    assertThat(FlowDrawing.dot(graph)).contains("label=\"a\\\"]\\nb; <x> #\"");
    assertThat(FlowDrawing.terminal(graph).lines()).hasSize(1);
  }

  @Test
  void loopsPoliciesAndConditionsAreNamedInWords() {
    String loops =
        """
        inputs: {texts: {type: list}}
        outputs: {all: '${each.output}'}
        nodes:
        - name: each
          type: prompt
          source: {path: p.jinja2}
          activate: {if: '${inputs.texts} | length > 2'}
          for_each: {in: '${inputs.texts}', concurrency: 4}
          repeat: {until: '${output} == 1', max: 3}
          retry: 2
          timeout: 1.5
          on_error: {use: none}
          inputs: {text: '${item}'}
        """;

    assertThat(FlowDrawing.terminal(flow.graph(loops)))
        .isEqualTo(
            """
            ○ texts  input, list
            ◇ each   prompt, for each, 4 at a time, until ${output} == 1, at most 3 rounds, \
            up to 2 more tries, 1.5 s a try, on error 'none', if ${inputs.texts} | length > 2
            ◎ all    output
            """);
  }
}
