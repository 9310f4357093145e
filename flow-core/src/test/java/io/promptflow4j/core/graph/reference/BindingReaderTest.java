package io.promptflow4j.core.graph.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.PropertyPath;
import io.promptflow4j.core.graph.PropertyPath.Step;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BindingReaderTest {

  private static final Place PLACE = new Place("flow.dag.yaml", 7, 9);
  private static final Site ANSWER = Site.ofNode(new NodeName("answer"));
  private static final Site OUTPUT = Site.ofOutput("result");

  private final Diagnostics diagnostics = new Diagnostics();
  private BindingReader reader = new BindingReader(scope(), diagnostics);

  @BeforeEach
  void freshReader() {
    reader = new BindingReader(scope(), diagnostics);
  }

  private static FlowNames scope() {
    var inputs = new LinkedHashMap<String, ValueType>();
    inputs.put("question", ValueType.STRING);
    inputs.put("options", ValueType.OBJECT);
    inputs.put("options.deep", ValueType.STRING);
    return new FlowNames(
        inputs,
        new LinkedHashSet<>(
            List.of(new NodeName("answer"), new NodeName("search"), new NodeName("inputs"))));
  }

  @Nested
  class AWholeValue {

    @Test
    void canBeAFlowInputUnderBothOfItsPrefixes() {
      var expected = new Binding.FromInput("question", PropertyPath.WHOLE);

      assertThat(read("${inputs.question}", ANSWER)).contains(expected);
      assertThat(read("${flow.question}", ANSWER)).contains(expected);
    }

    @Test
    void meansTheInputOfThatVeryNameBeforeAPathIntoAnother() {
      assertThat(read("${inputs.options.deep}", ANSWER))
          .contains(new Binding.FromInput("options.deep", PropertyPath.WHOLE));
      assertThat(read("${inputs.options.other}", ANSWER))
          .contains(
              new Binding.FromInput(
                  "options", new PropertyPath(List.of(new Step.Key("other")), ".other")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"${search}", "${search.output}", "${search.output.}"})
    void canBeAWholeOutput(String text) {
      assertThat(read(text, ANSWER))
          .contains(new Binding.FromNode(new NodeName("search"), PropertyPath.WHOLE));
      assertThat(found()).isEmpty();
    }

    @Test
    void hasAnyWordAfterTheNodeInAFlowOutput() {
      assertThat(read("${search.outputs.x}", OUTPUT))
          .contains(
              new Binding.FromNode(
                  new NodeName("search"), new PropertyPath(List.of(new Step.Key("x")), ".x")));
      assertThat(found()).isEmpty();
    }

    @Test
    void hasNothingButOutputAfterTheNodeInANode() {
      assertThat(read("${search.outputs.x}", ANSWER)).isEmpty();

      assertThat(found())
          .containsExactly(
              "flow.dag.yaml:7:9: error[unsupported-reference]: node 'answer' reads 'outputs' of"
                  + " node 'search', but a node has nothing but its output; write"
                  + " '${search.output.x}'.");
    }

    @Test
    void thatNamesNoNodeIsAMistakeWithARemedy() {
      assertThat(read("${serach.output}", ANSWER)).isEmpty();

      assertThat(found())
          .containsExactly(
              "flow.dag.yaml:7:9: error[unknown-node]: node 'answer' reads the output of 'serach',"
                  + " but no node has that name. Did you mean 'search'?");
    }

    @Test
    void thatForgetsInputsIsToldSo() {
      read("${question}", ANSWER);

      assertThat(found())
          .singleElement()
          .asString()
          .contains("There is a flow input of that name: '${inputs.question}'.");
    }

    @Test
    void thatNamesNoInputIsAMistake() {
      assertThat(read("${inputs.qestion}", OUTPUT)).isEmpty();

      assertThat(found())
          .containsExactly(
              "flow.dag.yaml:7:9: error[unknown-input-reference]: output 'result' reads the flow"
                  + " input 'qestion', but no input has that name. Did you mean 'question'?");
    }

    @Test
    void thatReadsAPartOfATextIsAMistake() {
      assertThat(read("${inputs.question.topic}", ANSWER)).isEmpty();

      assertThat(found())
          .singleElement()
          .asString()
          .contains("error[unknown-input-reference]")
          .contains("of type 'string' and has no parts");
    }

    @Test
    void thatReadsItsOwnNodeIsAMistake() {
      assertThat(read("${answer.output}", ANSWER)).isEmpty();

      assertThat(found())
          .containsExactly(
              "flow.dag.yaml:7:9: error[self-reference]: node 'answer' reads its own output; read"
                  + " another node or a flow input.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${}", "${ }", "${inputs.}", "${.x}"})
    void thatNamesNothingAtAllIsAMistake(String text) {
      assertThat(read(text, ANSWER)).isEmpty();

      assertThat(found()).singleElement().asString().contains("error[malformed-reference]");
    }

    @Test
    void withADashInItsPathIsReadAsTheOriginalReadsItAndWarnedOf() {
      assertThat(read("${search.output.a-b}", ANSWER))
          .contains(
              new Binding.FromNode(
                  new NodeName("search"),
                  new PropertyPath(List.of(new Step.Key("a"), new Step.Key("b")), ".a-b")));

      assertThat(found()).singleElement().asString().contains("warning[malformed-reference]");
    }
  }

  @Nested
  class InsideALongerText {

    @Test
    void aReferenceToSomethingThatExistsIsResolved() {
      assertThat(read("Q: ${inputs.question} / ${search.output}!", ANSWER))
          .contains(
              new Binding.Joined(
                  List.of(
                      text("Q: "),
                      new Binding.FromInput("question", PropertyPath.WHOLE),
                      text(" / "),
                      new Binding.FromNode(new NodeName("search"), PropertyPath.WHOLE),
                      text("!"))));
    }

    @Test
    void anythingElseStaysText() {
      assertThat(read("echo ${HOME} $5 {x} ${1+2}", ANSWER))
          .contains(text("echo ${HOME} $5 {x} ${1+2}"));
      assertThat(found()).isEmpty();
    }

    @Test
    void whatIsCloseToANameGetsAHint() {
      assertThat(read("see ${serach.output}", ANSWER)).contains(text("see ${serach.output}"));

      assertThat(found())
          .containsExactly(
              "flow.dag.yaml:7:9: hint[looks-like-reference]: '${serach.output}' in node 'answer'"
                  + " names nothing and stays text. Did you mean 'search'?");
    }

    @Test
    void aBrokenBraceStaysTextWithAHint() {
      assertThat(read("${search.output.b)", ANSWER)).contains(text("${search.output.b)"));

      assertThat(found()).singleElement().asString().contains("hint[looks-like-reference]");
    }

    @Test
    void aNodeDoesNotReadItself() {
      assertThat(read("a ${answer.output}", ANSWER)).contains(text("a ${answer.output}"));
    }
  }

  @Nested
  class InsideListsAndMappings {

    @Test
    void referencesAreResolvedAndTheRestIsKept() {
      var list = new Written.Items(List.of(scalar("${search.output}"), scalar("b")), PLACE);
      var mapping =
          new Written.Fields(List.of(new Written.Field(new Located<>("k", PLACE), list)), PLACE);

      var inner =
          new Binding.Items(
              List.of(new Binding.FromNode(new NodeName("search"), PropertyPath.WHOLE), text("b")));
      var outer = new LinkedHashMap<String, Binding>();
      outer.put("k", inner);
      assertThat(reader.read(mapping, ANSWER)).contains(new Binding.Fields(outer));
    }

    @Test
    void whatNamesNothingStaysTextBecauseTheOriginalNeverLooksThere() {
      var list = new Written.Items(List.of(scalar("${nothing.output}")), PLACE);

      assertThat(reader.read(list, ANSWER)).contains(new Binding.Literal(list.value()));
      assertThat(diagnostics.hasErrors()).isFalse();
    }
  }

  @Test
  void manyMistakesAreReportedQuicklyAndWithoutGuessesAtTheEnd() {
    for (int i = 0; i < 200; i++) {
      reader.read(
          new Written.Scalar(Value.of("${serach.output}"), new Place("f", i + 1, 1)), ANSWER);
    }

    assertThat(found()).hasSize(200);
    assertThat(found().getFirst()).contains("Did you mean");
    assertThat(found().getLast()).doesNotContain("Did you mean");
  }

  private Optional<Binding> read(String text, Site site) {
    return reader.read(scalar(text), site);
  }

  private static Written scalar(String text) {
    return new Written.Scalar(Value.of(text), PLACE);
  }

  private static Binding text(String text) {
    return new Binding.Literal(Value.of(text));
  }

  private List<String> found() {
    return diagnostics.sorted().stream().map(Diagnostic::toString).toList();
  }
}
