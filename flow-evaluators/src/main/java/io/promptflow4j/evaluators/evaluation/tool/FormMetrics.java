package io.promptflow4j.evaluators.evaluation.tool;

import static io.promptflow4j.evaluators.evaluation.tool.MetricTools.metric;
import static io.promptflow4j.evaluators.evaluation.tool.MetricTools.ofAnswer;
import static java.util.stream.Collectors.joining;

import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolParameter;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.metric.Score;
import io.promptflow4j.evaluators.metric.instruction.Instruction;
import io.promptflow4j.evaluators.metric.instruction.InstructionFollowing;
import io.promptflow4j.evaluators.metric.matching.TextLength;
import io.promptflow4j.evaluators.metric.privacy.PersonalData;
import io.promptflow4j.evaluators.metric.privacy.PrivacyLeak;
import io.promptflow4j.evaluators.metric.privacy.Refusal;
import io.promptflow4j.evaluators.metric.text.Readability;
import io.promptflow4j.evaluators.metric.text.TokenCount;
import io.promptflow4j.evaluators.metric.validity.HtmlValidity;
import io.promptflow4j.evaluators.metric.validity.JsonValidity;
import io.promptflow4j.evaluators.metric.validity.SchemaValidity;
import io.promptflow4j.evaluators.metric.validity.SqlValidity;
import io.promptflow4j.evaluators.metric.validity.Validity;
import io.promptflow4j.evaluators.metric.validity.XmlValidity;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// What an answer is, whatever was expected: rooms `metric.validity`, `.instruction`, `.privacy`
/// and `.text`, and figures that somebody else measured.
final class FormMetrics {

  private FormMetrics() {}

  static List<Tool> all() {
    return List.of(
        valid("json", JsonValidity::check, JsonValidity::checkContained),
        valid("xml", XmlValidity::check, XmlValidity::checkContained),
        valid("html", HtmlValidity::check, HtmlValidity::checkContained),
        valid("sql", SqlValidity::check, SqlValidity::checkContained),
        metric(
            "json_schema",
            "1 if the answer is JSON that fits a schema.",
            List.of(Given.needed("answer"), Given.needed("schema")),
            given -> Outcome.of(schema(given).check(given.text("answer")))),
        ofAnswer(
            "length",
            "Code points, words and sentences.",
            answer ->
                Outcome.of(TextLength.characters(answer))
                    .with("words", TextLength.words(answer))
                    .with("sentences", TextLength.sentences(answer)),
            "words",
            "sentences"),
        metric(
            "length_within",
            "1 if the answer's length in a unit is within bounds.",
            List.of(
                Given.needed("answer"),
                Given.optional("unit"),
                Given.optional("least"),
                Given.optional("most")),
            given -> Outcome.of(within(given, length(given)))),
        metric(
            "within",
            "1 if a number is at least `least` and at most `most`.",
            List.of(Given.needed("value"), Given.optional("least"), Given.optional("most")),
            given -> Outcome.of(within(given, Score.of(given.neededNumber("value"))))),
        ofAnswer(
            "tokens",
            "Tokens of the cl100k encoding.",
            answer -> Outcome.of(TokenCount.score(answer))),
        ofAnswer(
            "readability",
            "Reading ease, with the grade level.",
            answer ->
                Outcome.of(Readability.readingEase(answer))
                    .with("grade_level", Readability.gradeLevel(answer)),
            "grade_level"),
        ofAnswer(
            "refusal",
            "1 if the answer has the wording of a refusal.",
            answer -> Outcome.of(Refusal.score(answer))),
        metric(
            "privacy_leak",
            "How many pieces of personal data the answer has that it was not given.",
            List.of(Given.needed("answer"), Given.optional("allowed")),
            FormMetrics::leak),
        metric(
            "instructions",
            "Whether the answer follows instructions about its form (IFEval's).",
            List.of(Given.needed("answer"), Given.needed("instructions"), Given.optional("kwargs")),
            List.of("all_loose", "share", "share_loose"),
            FormMetrics::instructions),
        metric(
            "measured",
            "A number that was measured elsewhere, such as a latency.",
            List.of(Given.needed("value")),
            given -> Outcome.of(Score.of(given.neededNumber("value")))));
  }

  private static Tool valid(
      String name, Function<String, Validity> whole, Function<String, Validity> contained) {
    List<ToolParameter> parameters = List.of(Given.needed("answer"), Given.optional("contained"));
    return metric(
        name + "_valid",
        "1 if the answer is, or with `contained` holds, well-formed %s.".formatted(name),
        parameters,
        given ->
            Outcome.of(
                (given.isTrue("contained") ? contained : whole).apply(given.text("answer"))));
  }

  private static SchemaValidity schema(Given given) {
    try {
      return new SchemaValidity(given.data("schema"));
    } catch (IllegalArgumentException wrong) {
      throw new Given.NotScorable("'schema' is no JSON Schema: " + wrong.getMessage());
    }
  }

  private static Score length(Given given) {
    String answer = given.text("answer");
    return switch (given.optionalText("unit").orElse("words")) {
      case "characters" -> TextLength.characters(answer);
      case "words" -> TextLength.words(answer);
      case "sentences" -> TextLength.sentences(answer);
      case "tokens" -> TokenCount.score(answer);
      case String other ->
          throw new Given.NotScorable(
              "'%s' is none of characters, words, sentences, tokens".formatted(other));
    };
  }

  private static Score within(Given given, Score number) {
    return TextLength.within(
        number,
        given.number("least").orElse(Double.NEGATIVE_INFINITY),
        given.number("most").orElse(Double.POSITIVE_INFINITY));
  }

  private static Outcome leak(Given given) {
    List<String> allowed =
        given.optionalText("allowed").isPresent()
            ? MatchingMetrics.texts(given, "allowed")
            : List.of();
    String answer = given.text("answer");
    return Outcome.of(
        PrivacyLeak.count(answer, allowed), kinds(PrivacyLeak.leaked(answer, allowed)));
  }

  /// The kinds alone: a reason is kept and shown, and shall not leak the data again.
  private static String kinds(List<PersonalData.Finding> found) {
    return found.stream()
        .map(one -> one.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '))
        .distinct()
        .collect(joining(", "));
  }

  private static Outcome instructions(Given given) {
    InstructionFollowing following =
        InstructionFollowing.of(given.text("answer"), instructionsOf(given));
    String missed =
        following.lines().stream()
            .filter(line -> line.strict().equals(Score.of(false)))
            .map(InstructionFollowing.Line::id)
            .collect(joining(", "));
    return Outcome.of(following.allStrict(), missed.isEmpty() ? "" : "not followed: " + missed)
        .with("all_loose", following.allLoose())
        .with("share", following.shareStrict())
        .with("share_loose", following.shareLoose());
  }

  private static List<Instruction> instructionsOf(Given given) {
    Value instructions = given.data("instructions");
    try {
      return given.optionalText("kwargs").isPresent()
          ? Instruction.lists(instructions, given.data("kwargs"))
          : Instruction.list(instructions);
    } catch (IllegalArgumentException wrong) {
      throw new Given.NotScorable("'instructions' can't be read: " + wrong.getMessage());
    }
  }
}
