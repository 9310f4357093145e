package io.promptflow4j.core.graph.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.PropertyPath;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariantChoiceTest {

  private static final String FLOW =
      """
      nodes:
      - name: ask
        use_variants: true
      node_variants:
        ask:
          default_variant_id: cold
          variants:
            cold:
              node:
                type: python
                source: {type: code, path: ask.py}
                inputs: {heat: 1}
            hot:
              node:
                type: python
                source: {type: code, path: ask.py}
                inputs: {heat: 9}
      """;

  @TempDir private Path folder;
  private TrialFlow flow = new TrialFlow(Path.of("."));

  @BeforeEach
  void freshFlow() {
    flow = new TrialFlow(folder).file("ask.py", "");
  }

  @Nested
  class WithoutAChoice {

    @Test
    void theDefaultVariantReplacesTheNodeButForItsName() {
      Node node = flow.node(FLOW, "ask");

      assertThat(node.inputs()).containsEntry("heat", new Binding.Literal(Value.of(1)));
      assertThat(node.head().variant()).contains("cold");
      assertThat(node.head().place().line()).isEqualTo(2);
    }

    @Test
    void aMissingDefaultIsAMistake() {
      String yaml = FLOW.replace("    default_variant_id: cold\n", "");

      assertThat(flow.findings(yaml)).containsExactly("5:3 error[missing-default-variant]");
    }

    @Test
    void aDefaultThatIsNoVariantIsAMistakeWithTheRightName() {
      String yaml = FLOW.replace("id: cold", "id: cole");

      assertThat(flow.findings(yaml)).containsExactly("6:25 error[missing-default-variant]");
      assertThat(flow.messages(yaml, "missing-default-variant"))
          .containsExactly(
              "the default variant 'cole' of node 'ask' is not among its variants; it has 'cold',"
                  + " 'hot'. Did you mean 'cold'?");
    }

    @Test
    void whatReadsANodeWithoutABodyIsNotSaidToReadNothing() {
      String yaml =
          FLOW.replace("id: cold", "id: cole")
                  .replace(
                      "node_variants:",
                      """
                      - name: sum
                        type: python
                        aggregation: true
                        activate: {when: '${ask.output}', is: 1}
                        source: {type: code, path: ask.py}
                        inputs: {heat: '${ask.output.degrees}'}
                      node_variants:\
                      """)
              + "outputs:\n  heat: {type: int, reference: '${ask.output}'}\n";

      assertThat(flow.bind("ask", "heat", "3").findings(yaml))
          .containsExactly(
              "7:20 warning[aggregation-reference]", "12:25 error[missing-default-variant]");
    }

    @Test
    void aNodeThatUsesVariantsNeedsSome() {
      assertThat(flow.findings("nodes:\n- name: ask\n  use_variants: true\n"))
          .containsExactly("3:17 error[missing-variants]");
    }

    @Test
    void aDefaultVariantWithoutABodyIsAMistake() {
      assertThat(
              flow.findings(
                  """
                  nodes:
                  - {name: ask, use_variants: true}
                  node_variants:
                    ask: {default_variant_id: a, variants: {a: {description: later}}}
                  """))
          .containsExactly("4:43 error[missing-variant-node]");
    }

    @Test
    void variantsThatNobodyUsesGetAHint() {
      assertThat(
              flow.findings(
                  """
                  nodes:
                  - {name: ask, type: python, source: {path: ask.py}}
                  node_variants:
                    ask: {default_variant_id: a, variants: {}}
                    sak: {default_variant_id: a, variants: {}}
                  """))
          .containsExactly("4:3 hint[unused-variants]", "5:3 hint[unused-variants]");
    }

    @Test
    void aMissingFileOfAnotherVariantIsOnlyAWarning() {
      String yaml = FLOW.replace("path: ask.py}\n          inputs: {heat: 9}", "path: gone.py}");

      assertThat(flow.findings(yaml)).containsExactly("16:38 warning[missing-file]");
    }
  }

  @Nested
  class WithAChoice {

    @Test
    void theChosenVariantIsTaken() {
      Node node = flow.variant("ask", "hot").node(FLOW, "ask");

      assertThat(node.inputs()).containsEntry("heat", new Binding.Literal(Value.of(9)));
      assertThat(node.head().variant()).contains("hot");
    }

    @Test
    void anyNodeCanBeVariedEvenIfItDoesNotSayThatItUsesVariants() {
      String yaml =
          FLOW.replace(
              "  use_variants: true\n", "  type: python\n  source: {type: code, path: ask.py}\n");

      assertThat(flow.node(yaml, "ask").head().variant()).isEmpty();
      assertThat(flow.variant("ask", "hot").node(yaml, "ask").head().variant()).contains("hot");
    }

    @Test
    void anUnknownVariantIsAMistake() {
      assertThat(flow.variant("ask", "hott").findings(FLOW))
          .containsExactly("5:3 error[unknown-variant]");
      assertThat(flow.messages(FLOW, "unknown-variant"))
          .containsExactly(
              "node 'ask' has no variant 'hott'; it has 'cold', 'hot'. Did you mean 'hot'?");
    }

    @Test
    void anUnknownNodeIsAMistake() {
      assertThat(flow.variant("aks", "hot").messages(FLOW, "unknown-variant-node"))
          .containsExactly(
              "variant 'hot' is asked for node 'aks', but no node has that name. Did you mean"
                  + " 'ask'?");
    }

    @Test
    void aNodeWithoutVariantsIsAMistake() {
      String yaml = "nodes:\n- {name: ask, type: python, source: {path: ask.py}}\n";

      assertThat(flow.variant("ask", "hot").findings(yaml))
          .containsExactly("2:3 error[unknown-variant-node]");
    }
  }

  @Nested
  class VariantsThatAreNotChosen {

    @Test
    void areCheckedAsIfTheyWereAndAreNamed() {
      flow.python(
          "hot.py",
          TrialFlow.required("heat", ValueType.INT),
          TrialFlow.required("x", ValueType.INT));
      String yaml =
          FLOW.replace(
              "path: ask.py}\n          inputs: {heat: 9}",
              "path: hot.py}\n          inputs: {heat: lots, y: '${inputs.q}'}");

      assertThat(flow.findings(yaml))
          .containsExactly(
              "13:7 warning[missing-parameter]",
              "17:26 warning[wrong-literal-type]",
              "17:32 warning[unknown-parameter]",
              "17:35 warning[unknown-input-reference]");
      assertThat(flow.messages(yaml, "missing-parameter"))
          .containsExactly(
              "in variant ${ask.hot}: node 'ask' does not give 'x', which 'hot' in 'hot.py'"
                  + " requires; add it to the node's inputs, or give the parameter a default.");
      assertThat(flow.compile(yaml).graph()).isPresent();
    }

    @Test
    void areCheckedWithTheirTemplates() {
      flow.file("hot.jinja2", "{% if %}");
      String yaml =
          FLOW.replace(
              "python\n          source: {type: code, path: ask.py}\n          inputs: {heat: 9}",
              "prompt\n          source: {type: code, path: hot.jinja2}");

      assertThat(flow.findings(yaml)).containsExactly("hot.jinja2:1:7 warning[template-syntax]");
    }

    @Test
    void areCheckedInThePlaceOfTheChosenOne() {
      String yaml =
          FLOW.replace("inputs: {heat: 9}", "inputs: {heat: '${next.output}'}")
              .replace(
                  "node_variants:",
                  """
                  - name: next
                    type: python
                    source: {type: code, path: ask.py}
                    inputs: {heat: '${ask.output}'}
                  node_variants:\
                  """);

      assertThat(flow.findings(yaml)).containsExactly("21:26 warning[cycle]");
    }

    @Test
    void areCheckedIfNoneCanBeChosen() {
      String yaml = FLOW.replace("id: cold", "id: cole").replace("{heat: 9}", "{heat: '${a}'}");

      assertThat(flow.findings(yaml))
          .containsExactly("6:25 error[missing-default-variant]", "17:26 warning[unknown-node]");
    }

    @Test
    void areNamedTogetherWhereTheyShareAMistake() {
      String yaml =
          FLOW.replace("inputs: {heat: 9}", "inputs: &shared {heat: '${gone.output}'}")
              + """
                    hotter:
                      node: {type: python, source: {path: ask.py}, inputs: *shared}
              """
                  .replaceAll("(?m)^ {12}", "");

      assertThat(flow.messages(yaml, "unknown-node"))
          .containsExactly(
              "in variant ${ask.hot}, ${ask.hotter}: node 'ask' reads the output of 'gone', but no"
                  + " node has that name. Add the node, or read one that exists.");
    }

    @Test
    void sayNothingThatIsSaidOfTheChosenOne() {
      String yaml =
          FLOW.replace("inputs: {heat: 1}", "inputs: &shared {heat: '${gone.output}'}")
              .replace("inputs: {heat: 9}", "inputs: *shared");

      assertThat(flow.findings(yaml)).containsExactly("12:34 error[unknown-node]");
    }

    @Test
    void needABodyToo() {
      String yaml = FLOW + "      other: {description: later}\n";

      assertThat(flow.findings(yaml)).containsExactly("18:7 warning[missing-variant-node]");
    }
  }

  @Nested
  class Names {

    @Test
    void aSecondNodeOfOneNameIsAMistake() {
      String yaml =
          """
          nodes:
          - {name: ask, type: python, source: {path: ask.py}}
          - {name: ask, type: python, source: {path: ask.py}}
          """;

      assertThat(flow.findings(yaml)).containsExactly("3:10 error[duplicate-node]");
      assertThat(flow.messages(yaml, "duplicate-node"))
          .containsExactly(
              "there is another node 'ask' in line 2; give each node a name of its own.");
    }

    @Test
    void aNodeWithoutANameIsAMistake() {
      assertThat(flow.findings("nodes:\n- {type: python, source: {path: ask.py}}\n"))
          .containsExactly("2:3 error[missing-name]");
    }
  }

  @Test
  void aNodeOfAVariantReadsOtherNodes() {
    String yaml = FLOW + "outputs:\n  heat: {type: int, reference: '${ask.output}'}\n";

    assertThat(flow.graph(yaml).outputs().getFirst().binding())
        .isEqualTo(new Binding.FromNode(new NodeName("ask"), PropertyPath.WHOLE));
  }
}
