package io.promptflow4j.evaluators.metric.instruction;

import io.promptflow4j.evaluators.metric.Score;
import io.promptflow4j.evaluators.metric.Score.NotScored;
import io.promptflow4j.evaluators.metric.Score.Scored;
import io.promptflow4j.evaluators.metric.instruction.Parameters.Unusable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Which instructions a response followed, as IFEval counts: *strict* as it is, *loose* if it does
/// as it is or without its first line, its last line, both, or asterisks (so that an introduction
/// or Markdown doesn't count against a model). An empty response follows nothing.
///
/// Differences from IFEval's program: keywords are literal texts and not patterns; a missing
/// parameter is not scored instead of drawn by lot; sentences and languages are told by rules (room
/// `metric.text`) instead of trained models, and a language that isn't clear is not scored.
public record InstructionFollowing(List<Line> lines) {

  /// One instruction and whether it was followed: 1, 0 or not scored.
  public record Line(String id, Score strict, Score loose) {}

  public InstructionFollowing {
    lines = List.copyOf(lines);
  }

  public static InstructionFollowing of(String response, List<Instruction> instructions) {
    var lines = new ArrayList<Line>();
    for (Instruction instruction : instructions) {
      try {
        lines.add(line(instruction.id(), check(instruction), response));
      } catch (Unusable problem) {
        Score none = Score.notScored(instruction.id() + " " + problem.getMessage());
        lines.add(new Line(instruction.id(), none, none));
      }
    }
    return new InstructionFollowing(lines);
  }

  private static Line line(String id, InstructionCheck check, String response) {
    Score strict = strict(check, response);
    Score loose = strict;
    for (String variant : variants(response)) {
      if (loose instanceof Scored(double value) && value > 0) {
        break;
      }
      Score score = strict(check, variant);
      loose = score instanceof Scored ? score : loose;
    }
    return new Line(id, strict, loose);
  }

  private static Score strict(InstructionCheck check, String response) {
    return response.isBlank() ? Score.of(false) : check.score(response);
  }

  private static List<String> variants(String response) {
    List<String> lines = List.of(response.split("\n", -1));
    int last = lines.size() - 1;
    String withoutFirst = joined(lines, 1, lines.size());
    String withoutLast = joined(lines, 0, last);
    String withoutBoth = joined(lines, 1, last);
    return List.of(
        response.replace("*", ""),
        withoutFirst,
        withoutLast,
        withoutBoth,
        withoutFirst.replace("*", ""),
        withoutLast.replace("*", ""),
        withoutBoth.replace("*", ""));
  }

  private static String joined(List<String> lines, int from, int to) {
    return from >= to ? "" : String.join("\n", lines.subList(from, to)).strip();
  }

  private static InstructionCheck check(Instruction instruction) throws Unusable {
    var parameters = new Parameters(instruction.parameters());
    return switch (instruction.id()) {
      case "keywords:existence" -> WordingChecks.keywords(parameters);
      case "keywords:frequency" -> WordingChecks.keywordFrequency(parameters);
      case "keywords:forbidden_words" -> WordingChecks.forbiddenWords(parameters);
      case "keywords:letter_frequency" -> WordingChecks.letterFrequency(parameters);
      case "language:response_language" -> WordingChecks.language(parameters);
      case "change_case:capital_word_frequency" -> WordingChecks.capitalWords(parameters);
      case "change_case:english_capital" -> WordingChecks.englishCapitals();
      case "change_case:english_lowercase" -> WordingChecks.englishLowercase();
      case "punctuation:no_comma" -> WordingChecks.noComma();
      case "length_constraints:number_words" -> LengthChecks.words(parameters);
      case "length_constraints:number_sentences" -> LengthChecks.sentences(parameters);
      case "length_constraints:number_paragraphs" -> LengthChecks.paragraphs(parameters);
      case "length_constraints:nth_paragraph_first_word" -> LengthChecks.firstWord(parameters);
      case "detectable_content:number_placeholders" -> FormatChecks.placeholders(parameters);
      case "detectable_content:postscript" -> FormatChecks.postscript(parameters);
      case "detectable_format:number_bullet_lists" -> FormatChecks.bullets(parameters);
      case "detectable_format:number_highlighted_sections" -> FormatChecks.highlights(parameters);
      case "detectable_format:multiple_sections" -> FormatChecks.sections(parameters);
      case "detectable_format:constrained_response" -> FormatChecks.option();
      case "detectable_format:json_format" -> FormatChecks.json();
      case "detectable_format:title" -> FormatChecks.title();
      case "combination:two_responses" -> FormatChecks.twoResponses();
      case "combination:repeat_prompt" -> FormatChecks.repeatedPrompt(parameters);
      case "startend:end_checker" -> FormatChecks.end(parameters);
      case "startend:quotation" -> FormatChecks.quoted();
      case "multi-turn:constrained_start" -> FormatChecks.start(parameters);
      default -> throw new Unusable("is no known instruction");
    };
  }

  /// 1 if all instructions were followed, else 0; the mean is IFEval's prompt-level accuracy.
  public Score allStrict() {
    return all(Line::strict);
  }

  public Score allLoose() {
    return all(Line::loose);
  }

  /// The share of the instructions that were followed, from 0 to 1, of those that are scored.
  public Score shareStrict() {
    return share(Line::strict);
  }

  public Score shareLoose() {
    return share(Line::loose);
  }

  /// One failure decides; without one, all must be scored.
  private Score all(Function<Line, Score> part) {
    List<Score> scores = lines.stream().map(part).toList();
    if (scores.contains(Score.of(false))) {
      return Score.of(false);
    }
    return scores.stream()
        .filter(NotScored.class::isInstance)
        .findFirst()
        .orElse(scores.isEmpty() ? Score.notScored("there are no instructions") : Score.of(true));
  }

  private Score share(Function<Line, Score> part) {
    double followed = 0;
    int scored = 0;
    for (Line line : lines) {
      if (part.apply(line) instanceof Scored(double value)) {
        followed += value;
        scored++;
      }
    }
    return scored == 0
        ? Score.notScored("no instruction can be scored")
        : Score.of(followed / scored);
  }
}
