package io.promptflow4j.core.graph.check;

import static io.promptflow4j.core.graph.compile.TrialFlow.required;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.graph.compile.TrialFlow;
import io.promptflow4j.core.tool.ToolParameter;
import io.promptflow4j.core.value.ValueType;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowRulesTest {

  @TempDir private Path folder;
  private TrialFlow flow = new TrialFlow(Path.of("."));

  @BeforeEach
  void freshFlow() {
    flow = new TrialFlow(folder).file("t.py", "").file("p.jinja2", "user:\nhi");
  }

  @Nested
  class Aggregation {

    private static final String FLOW =
        """
        nodes:
        - {name: row, type: python, source: {path: t.py}}
        - name: all
          type: python
          source: {path: t.py}
          aggregation: true
          inputs: {rows: '${row.output}'}
        """;

    @Test
    void anAggregationNodeReadsTheNodesOfARow() {
      assertThat(flow.graph(FLOW).nodes().getLast().head().aggregation()).isTrue();
      assertThat(flow.findings(FLOW)).isEmpty();
    }

    @Test
    void aNodeOfARowReadsNoAggregationNode() {
      String yaml =
          FLOW
              + "- {name: after, type: python, source: {path: t.py}, inputs: {x: '${all}'}}\n"
              + "- {name: asks, type: python, source: {path: t.py},"
              + " activate: {when: '${all}', is: 1}}\n";

      assertThat(flow.findings(yaml))
          .containsExactly(
              "8:65 error[aggregation-reference]", "9:69 error[aggregation-reference]");
    }

    @Test
    void anAggregationNodeAsksNoNodeOfARow() {
      String yaml = FLOW + "  activate: {when: '${row.output}', is: 1}\n";

      assertThat(flow.findings(yaml)).containsExactly("8:20 error[aggregation-reference]");
    }

    @Test
    void anOutputOfAnAggregationNodeIsLeftOutWithAWarning() {
      String yaml = FLOW + "outputs:\n  sum: {type: int, reference: '${all.output}'}\n";

      assertThat(flow.graph(yaml).outputs()).isEmpty();
      assertThat(flow.findings(yaml)).containsExactly("9:31 warning[aggregation-output]");
    }
  }

  @Nested
  class TypesAlongEdges {

    private static final String FLOW =
        """
        inputs:
          number: {type: int}
          text: {type: string}
          list: {type: list}
        nodes:
        - name: say
          type: llm
          source: {path: p.jinja2}
          connection: c
          api: chat
          inputs: {model: m}
        - name: count
          type: python
          source: {path: t.py}
          inputs:
            x: ${say.output}
        """;

    private List<String> findings(String yaml, ValueType type) {
      return flow.python("t.py", required("x", type)).findings(yaml);
    }

    @ParameterizedTest
    @CsvSource({"INT", "DOUBLE", "BOOL", "LIST"})
    void textNeverFitsNumbersAndLists(ValueType type) {
      assertThat(findings(FLOW, type)).containsExactly("16:8 warning[edge-type-mismatch]");
      assertThat(findings(FLOW.replace("say.output", "inputs.text"), type))
          .containsExactly("16:8 warning[edge-type-mismatch]");
    }

    @ParameterizedTest
    @CsvSource({"STRING", "OBJECT", "ANY"})
    void textFitsTheRest(ValueType type) {
      assertThat(findings(FLOW, type)).isEmpty();
    }

    @Test
    void nothingIsSaidOfWhatIsNotCertain() {
      assertThat(findings(FLOW.replace("say.output", "inputs.number"), ValueType.STRING)).isEmpty();
      assertThat(findings(FLOW.replace("{model: m}", "{model: m, tools: [1]}"), ValueType.LIST))
          .isEmpty();
      flow.python(
          "t.py",
          new ToolParameter(
              "x",
              List.of(
                  new ToolParameter.Type.OfValue(ValueType.INT),
                  new ToolParameter.Type.OfValue(ValueType.STRING)),
              true));
      assertThat(flow.findings(FLOW)).isEmpty();
    }

    @Test
    void anAggregationNodeGetsLists() {
      String yaml = FLOW.replace("name: count", "name: count\n  aggregation: true");

      assertThat(findings(yaml, ValueType.INT)).containsExactly("17:8 warning[edge-type-mismatch]");
      assertThat(findings(yaml, ValueType.LIST)).isEmpty();
    }

    @Test
    void aTextHasNoParts() {
      assertThat(findings(FLOW.replace("say.output", "say.output.score"), ValueType.STRING))
          .containsExactly("16:8 warning[edge-type-mismatch]");
    }
  }

  @Nested
  class BranchesThatNeverRun {

    private static final String FLOW =
        """
        inputs:
          flag: {type: bool}
          text: {type: string}
          number: {type: int}
          any: {type: object}
        nodes:
        - name: say
          type: llm
          source: {path: p.jinja2}
          connection: c
          api: chat
          inputs: {model: m}
        - name: branch
          type: python
          source: {path: t.py}
          activate:
            when: WHEN
            is: IS
        """;

    private static String flow(String when, String is) {
      return FLOW.replace("WHEN", when).replace("IS", is);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '~',
        value = {
          "${say.output} | true",
          "${say.output} | 1",
          "${inputs.text} | true",
          "${inputs.flag} | 'true'",
          "${inputs.flag} | 2",
          "${inputs.number} | 'one'",
          "${inputs.text}x | 5",
          "always | never",
          "${inputs.number > 0 | true"
        })
    void compareThingsThatAreNeverEqual(String when, String is) {
      assertThat(flow.findings(flow(when, is))).contains("17:11 warning[unreachable-branch]");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '~',
        value = {
          "${say.output} | 'true'",
          "${inputs.flag} | true",
          "${inputs.flag} | 1",
          "${inputs.flag} | 0.0",
          "${inputs.number} | 1.0",
          "${inputs.number} | true",
          "${inputs.any} | 3",
          "${inputs.any.x} | true",
          "same | same",
          "1 | true",
          "null | null"
        })
    void areNotThoseWhichCouldBeEqual(String when, String is) {
      assertThat(flow.findings(flow(when, is))).isEmpty();
    }

    @Test
    void takeThoseThatWaitForThemAlong() {
      String yaml =
          flow("a", "b")
              + """
              - {name: asks, type: python, source: {path: t.py}, activate: {when: '${branch}', is: 1}}
              - {name: reads, type: python, source: {path: t.py}, inputs: {x: '${branch}'}}
              - {name: both, type: python, source: {path: t.py}, inputs: {x: '${branch}', y: '${say}'}}
              """;

      assertThat(flow.findings(yaml))
          .containsExactly(
              "17:11 warning[unreachable-branch]",
              "19:69 warning[unreachable-branch]",
              "20:10 warning[unreachable-branch]");
    }

    @Test
    void areExplained() {
      assertThat(flow.messages(flow("${say.output}", "true"), "unreachable-branch"))
          .containsExactly(
              "node 'branch' can never run: its condition gives a value of type string, which is"
                  + " never equal to True; put the value after 'is' in quotes.");
    }
  }
}
