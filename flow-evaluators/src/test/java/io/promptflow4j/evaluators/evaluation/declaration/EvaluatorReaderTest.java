package io.promptflow4j.evaluators.evaluation.declaration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.evaluators.evaluation.Evaluator;
import io.promptflow4j.evaluators.evaluation.EvaluatorException;
import io.promptflow4j.evaluators.evaluation.EvaluatorOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluatorReaderTest {

  private static final String FLOW =
      """
      type: evaluation
      description: Judges politeness.
      inputs:
        answer: {type: string}
        tone: {type: string, default: warm, description: How it should sound}
      outputs:
        politeness: {type: double, reference: "${judge.output}"}
        verdict: {type: string, reference: "${judge.output}"}
      nodes:
      - name: judge
        type: prompt
        source: {type: code, path: judge.jinja2}
      """;

  @TempDir private Path folder;

  @Test
  void aDeclarationSaysWhatTheOutputsMean() throws IOException {
    Evaluator found =
        read(
            """
            name: politeness
            title: Politeness
            description: Whether it is polite.
            kind: judge
            inputs:
              answer: {description: The answer, also: [response, output]}
            outputs:
              politeness: {kind: number, min: 1, max: 5, levels: whole, direction: higher, pass: 4}
              verdict: {kind: label, labels: [rude, polite], pass: polite}
            metrics:
              politeness: mean of the scored rows
            needs: [chat model]
            source: own rubric
            tags: [tone]
            """);

    assertThat(found.name()).isEqualTo("politeness");
    assertThat(found.kind()).isEqualTo(Evaluator.Kind.JUDGE);
    assertThat(found.inputs())
        .containsExactly(
            new Evaluator.Input("answer", "The answer", List.of("response", "output"), false),
            new Evaluator.Input("tone", "How it should sound", List.of(), true));
    EvaluatorOutput score = found.output("politeness").orElseThrow();
    assertThat(score.min()).contains(1.0);
    assertThat(score.max()).contains(5.0);
    assertThat(score.whole()).isTrue();
    assertThat(score.direction()).isEqualTo(EvaluatorOutput.Direction.HIGHER);
    assertThat(score.passFrom()).contains(4.0);
    assertThat(found.output("verdict").map(EvaluatorOutput::passing)).contains(List.of("polite"));
    assertThat(found.metrics()).containsEntry("politeness", "mean of the scored rows");
    assertThat(found.needs()).containsExactly("chat model");
  }

  @Test
  void withoutADeclarationEachOutputMayBeAScore() throws IOException {
    write("flow.dag.yaml", FLOW);

    Evaluator found = EvaluatorReader.read(folder);

    assertThat(found.declared()).isFalse();
    assertThat(found.description()).isEqualTo("Judges politeness.");
    assertThat(found.inputs()).extracting(Evaluator.Input::optional).containsExactly(false, true);
    assertThat(found.outputs())
        .allMatch(output -> output.kind() == EvaluatorOutput.Kind.UNKNOWN)
        .extracting(EvaluatorOutput::name)
        .containsExactly("politeness", "verdict");
  }

  @Test
  void allMistakesAreToldAtOnceWithTheirPlaces() throws IOException {
    assertThat(
            mistakes(
                """
                nmae: politeness
                kind: juge
                inputs:
                  anwser: {also: [response]}
                  tone: {alos: [voice]}
                outputs:
                  politeness: {min: 5, max: 1, levels: half, pass: 4}
                  verdict: {kind: label, labels: [rude, polite], pass: polit, min: 1}
                """))
        .containsExactly(
            "evaluator.yaml:1:1: error[unknown-key]: an evaluator has no key 'nmae'; it has name,"
                + " title, description, kind, inputs, outputs, metrics, needs, source, tags."
                + " Did you mean 'name'?",
            "evaluator.yaml:2:7: error[wrong-shape]: 'kind' of an evaluator is one of code, judge,"
                + " pairwise, bundle, not 'juge'. Did you mean 'judge'?",
            "evaluator.yaml:4:3: error[unknown-key]: the flow has no input 'anwser'; it has answer,"
                + " tone. Did you mean 'answer'?",
            "evaluator.yaml:5:10: error[unknown-key]: input 'tone' has no key 'alos'; it has"
                + " description, also, optional. Did you mean 'also'?",
            "evaluator.yaml:7:29: error[wrong-shape]: 'max' of output 'politeness' has to be above"
                + " 'min'.",
            "evaluator.yaml:7:40: error[wrong-shape]: 'levels' of output 'politeness' can only be"
                + " 'whole'.",
            "evaluator.yaml:7:52: error[wrong-shape]: output 'politeness' has 'pass', so"
                + " 'direction' has to say whether higher or lower is better.",
            "evaluator.yaml:8:56: error[wrong-shape]: 'pass' of output 'verdict' is one of rude,"
                + " polite, not 'polit'. Did you mean 'polite'?",
            "evaluator.yaml:8:68: error[wrong-shape]: 'min' has no meaning for output 'verdict': a"
                + " label has none.");
  }

  @Test
  void aFileThatIsNoMappingOrNoYamlIsAMistakeToo() throws IOException {
    assertThat(mistakes("- a")).singleElement().asString().contains("has to be a mapping");
    assertThat(mistakes("")).singleElement().asString().contains("the file is empty");
    assertThat(mistakes("a: [")).singleElement().asString().contains("yaml-syntax");
    assertThat(mistakes("name: x")).singleElement().asString().contains("'outputs' has to say");
  }

  @Test
  void aFolderWithoutAFlowIsNoEvaluator() {
    var failure =
        catchThrowableOfType(EvaluatorException.class, () -> EvaluatorReader.read(folder));

    assertThat(failure.diagnostics())
        .extracting(Diagnostic::code)
        .containsExactly("missing-flow-file");
  }

  private Evaluator read(String declaration) throws IOException {
    write("flow.dag.yaml", FLOW);
    write("evaluator.yaml", declaration);
    return EvaluatorReader.read(folder);
  }

  private List<String> mistakes(String declaration) throws IOException {
    write("flow.dag.yaml", FLOW);
    write("evaluator.yaml", declaration);
    var failure =
        catchThrowableOfType(EvaluatorException.class, () -> EvaluatorReader.read(folder));
    return Optional.ofNullable(failure)
        .map(one -> one.diagnostics().stream().map(Diagnostic::toString).toList())
        .orElse(List.of());
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
