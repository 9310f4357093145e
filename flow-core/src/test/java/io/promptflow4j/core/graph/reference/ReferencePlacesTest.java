package io.promptflow4j.core.graph.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.graph.compile.TrialFlow;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said about a reference inside a text stands where that reference stands.
class ReferencePlacesTest {

  /// Node `b` in line 5 reads whatever is put after its input in line 6.
  private static final String FLOW =
      """
      inputs: {question: {type: string}}
      nodes:
      - {name: a, type: python, source: {path: a.py}}
      - name: b
        type: python
        source: {path: a.py}
        inputs:
          text: %s
      """;

  @TempDir private Path folder;
  private TrialFlow flow = new TrialFlow(Path.of("."));

  @BeforeEach
  void freshFlow() {
    flow = new TrialFlow(folder).file("a.py", "");
  }

  @Test
  void inAPlainText() {
    assertThat(flow.findings(FLOW.formatted("see ${a.output} or ${aa.output}")))
        .containsExactly("8:30 hint[looks-like-reference]");
  }

  @Test
  void inQuotesAlsoBehindEscapes() {
    assertThat(flow.findings(FLOW.formatted("\"say \\\"${aa.output}\\\" \\u00e9 ${ab.output}\"")))
        .containsExactly("8:18 hint[looks-like-reference]", "8:40 hint[looks-like-reference]");
    assertThat(flow.findings(FLOW.formatted("'it''s ${aa.output}'")))
        .containsExactly("8:18 hint[looks-like-reference]");
  }

  @Test
  void behindCharactersThatAreTwoCharsWide() {
    assertThat(flow.findings(FLOW.formatted("see 🐦 ${aa.output}")))
        .containsExactly("8:17 hint[looks-like-reference]");
  }

  @Test
  void inAMappingInBraces() {
    assertThat(flow.findings(FLOW.formatted("{deep: [\"x\", \"see ${aa.output}\"]}")))
        .containsExactly("8:29 hint[looks-like-reference]");
  }

  @Test
  void inABlockOfLines() {
    assertThat(flow.findings(FLOW.formatted("|\n      first\n      then ${aa.output}\n")))
        .containsExactly("10:12 hint[looks-like-reference]");
    assertThat(flow.findings(FLOW.formatted(">-\n      first\n      then ${aa.output}\n")))
        .containsExactly("10:12 hint[looks-like-reference]");
  }

  @Test
  void inATextOfSeveralLines() {
    assertThat(flow.findings(FLOW.formatted("first\n      then ${aa.output}\n")))
        .containsExactly("9:12 hint[looks-like-reference]");
  }

  @Test
  void isTheStartOfTheTextIfEscapesHideIt() {
    assertThat(flow.findings(FLOW.formatted("\"see \\x24{aa.output}\"")))
        .containsExactly("8:11 hint[looks-like-reference]");
  }

  @Test
  void withoutAClosingBrace() {
    assertThat(flow.findings(FLOW.formatted("see ${a.output")))
        .containsExactly("8:15 hint[looks-like-reference]");
  }

  @Test
  void inACircle() {
    String yaml =
        """
        nodes:
        - {name: a, type: python, source: {path: a.py}, inputs: {x: "by ${b.output}"}}
        - {name: b, type: python, source: {path: a.py}, inputs: {x: [1, "by ${a.output}"]}}
        """;

    assertThat(flow.findings(yaml)).containsExactly("2:65 error[cycle]");
  }

  @Test
  void ofANodeThatRunsAfterAllRows() {
    String yaml =
        """
        outputs:
          sum: {type: string, reference: "the sum is ${a.output}"}
        nodes:
        - {name: a, type: python, source: {path: a.py}, aggregation: true}
        - {name: b, type: python, source: {path: a.py}, inputs: {x: "by ${a.output}"}}
        - name: c
          type: python
          source: {path: a.py}
          activate: {when: "is ${a.output}", is: is 1}
        """;

    assertThat(flow.findings(yaml))
        .containsExactly(
            "2:46 warning[aggregation-output]",
            "5:65 error[aggregation-reference]",
            "9:24 error[aggregation-reference]");
  }
}
