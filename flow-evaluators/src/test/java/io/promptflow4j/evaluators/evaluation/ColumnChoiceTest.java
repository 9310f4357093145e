package io.promptflow4j.evaluators.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.evaluation.ColumnChoice.Columns;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnChoiceTest {

  private static final Evaluator EVALUATOR =
      new Evaluator(
          "groundedness",
          "Groundedness",
          "",
          Evaluator.Kind.JUDGE,
          List.of(
              new Evaluator.Input("answer", "", List.of("response", "output"), false),
              new Evaluator.Input("context", "", List.of("documents"), false),
              new Evaluator.Input("question", "", List.of(), true)),
          List.of(),
          new LinkedHashMap<>(),
          List.of(),
          "",
          List.of(),
          Path.of("."),
          true);

  @Test
  void aColumnOfTheSameNameComesFirstAndOutputsBeforeData() {
    assertThat(
            mapped(
                new Columns(
                    List.of("response", "answer"),
                    List.of("question"),
                    List.of("answer", "context", "documents"))))
        .isEqualTo(
            "{\"answer\":\"${run.outputs.answer}\",\"context\":\"${data.context}\","
                + "\"question\":\"${run.inputs.question}\"}");
  }

  @Test
  void otherNamesAreTriedInTheirOrder() {
    assertThat(
            mapped(new Columns(List.of(), List.of(), List.of("output", "Response", "documents"))))
        .isEqualTo("{\"answer\":\"${data.Response}\",\"context\":\"${data.documents}\"}");
  }

  @Test
  void theOnlyOutputOfARunIsItsAnswerWhateverItIsCalled() {
    assertThat(mapped(new Columns(List.of("poem"), List.of(), List.of("context"))))
        .isEqualTo("{\"answer\":\"${run.outputs.poem}\",\"context\":\"${data.context}\"}");
  }

  @Test
  void whatIsToldWins() {
    var told = (Value.Mapping) Json.read("{\"answer\": \"${data.text}\", \"context\": \"none\"}");

    ColumnChoice choice =
        ColumnChoice.of(EVALUATOR, new Columns(List.of("answer"), List.of(), List.of()), told);

    assertThat(choice.missing()).isEmpty();
    assertThat(choice.mapping()).isEqualTo(told);
  }

  @Test
  void whatIsMissingIsNamedWithWhatThereIs() {
    var columns = new Columns(List.of("poem", "title"), List.of("topic"), List.of("topic", "id"));
    var told = (Value.Mapping) Json.read("{\"contxt\": \"x\"}");

    assertThat(ColumnChoice.of(EVALUATOR, columns, told).missing())
        .containsExactly(
            "groundedness needs 'answer' (nor as response, output), but there are the outputs poem,"
                + " title; the columns topic, id; the inputs topic; say which column it is, such as"
                + " answer='${data.…}'.",
            "groundedness needs 'context' (nor as documents), but there are the outputs poem,"
                + " title; the columns topic, id; the inputs topic; say which column it is, such as"
                + " context='${data.…}'.",
            "groundedness has no input 'contxt'; it has answer, context, question. Did you mean"
                + " 'context'?");
  }

  private static String mapped(Columns columns) {
    ColumnChoice choice = ColumnChoice.of(EVALUATOR, columns, Value.Mapping.EMPTY);
    assertThat(choice.missing()).isEmpty();
    return Json.write(choice.mapping());
  }
}
