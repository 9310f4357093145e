package io.promptflow4j.core.graph.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.graph.reference.ReferenceSyntax.Segment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceSyntaxTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "n, n, output, \"\"",
        "n.output, n, output, \"\"",
        "n.output.p, n, output, .p",
        "n.output.p[0]['k-d'].q, n, output, .p[0]['k-d'].q",
        "n.output[0], n, output, [0]",
        "n[0].x, n, output, [0].x",
        "n.outputs.x, n, outputs, .x",
        "n.output., n, output, .",
        "my node.output, my node, output, \"\"",
        " n.output , n, output, \"\""
      })
  void aNodeIsWhatStandsBeforeTheFirstDot(
      String content, String node, String section, String path) {
    assertThat(ReferenceSyntax.parse(content)).isEqualTo(new Reference.ToNode(node, section, path));
  }

  @ParameterizedTest
  @CsvSource({"inputs.x, x", "flow.x, x", "inputs.x.y, x.y", "inputs.x[0], x[0]"})
  void anInputIsEverythingAfterTheFirstDot(String content, String rest) {
    assertThat(ReferenceSyntax.parse(content)).isEqualTo(new Reference.ToInput(rest));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {"\"\"", "\" \"", "inputs.", "flow.", ".output", "[0]"})
  void whatNamesNothingIsMalformed(String content) {
    assertThat(ReferenceSyntax.parse(content)).isInstanceOf(Reference.Malformed.class);
  }

  @Test
  void aTextIsAReferenceOnlyFromEndToEnd() {
    assertThat(ReferenceSyntax.whole("${a.output}")).contains("a.output");
    assertThat(ReferenceSyntax.whole("${}")).contains("");
    assertThat(ReferenceSyntax.whole(" ${a.output}")).isEmpty();
    assertThat(ReferenceSyntax.whole("${a.output} and ${b.output}")).isEmpty();
    assertThat(ReferenceSyntax.whole("${a.output.x.b)")).isEmpty();
  }

  @Test
  void segmentsAreFoundInOrderAndABracketedKeyMayHoldABrace() {
    assertThat(ReferenceSyntax.segments("x ${a} ${b['}'].c}!"))
        .containsExactly(new Segment(2, 6, "a", 0), new Segment(7, 18, "b['}'].c", 1));
  }

  @Test
  void anUnclosedBraceIsPassedOver() {
    assertThat(ReferenceSyntax.segments("${a ${b}")).containsExactly(new Segment(4, 8, "b", 1));
    assertThat(ReferenceSyntax.segments("${a.output.b)")).isEmpty();
    assertThat(ReferenceSyntax.segments("${a\n}")).isEmpty();
  }

  @Test
  void openingsInsideAKeyAreCountedAndBeginNothing() {
    assertThat(ReferenceSyntax.segments("${a['${']} ${b}"))
        .containsExactly(new Segment(0, 10, "a['${']", 0), new Segment(11, 15, "b", 2));
  }

  @Test
  @Timeout(5)
  void manyOpenKeysAreReadInTime() {
    assertThat(ReferenceSyntax.segments("${['".repeat(250_000) + "']")).isEmpty();
  }
}
