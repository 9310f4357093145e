package io.promptflow4j.evaluators.metric.instruction;

import io.promptflow4j.evaluators.metric.instruction.Parameters.Unusable;
import io.promptflow4j.evaluators.metric.validity.JsonValidity;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Checks of bullets, sections, titles, placeholders and other marks in a response.
final class FormatChecks {

  private static final Pattern HIGHLIGHT = Pattern.compile("\\*[^\\n*]*\\*");
  private static final Pattern DOUBLE_HIGHLIGHT = Pattern.compile("\\*\\*[^\\n*]*\\*\\*");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\[[^\\n]*?]");
  private static final Pattern TITLE = Pattern.compile("<<[^\\n]+>>");
  private static final Pattern FENCE = Pattern.compile("^```(?:json|Json|JSON)?|```$");
  private static final Pattern POSTSCRIPT = Pattern.compile("p\\.\\s?s\\.");
  private static final Pattern SECOND_POSTSCRIPT = Pattern.compile("p\\.\\s?p\\.\\s?s");
  private static final List<String> OPTIONS =
      List.of("My answer is yes.", "My answer is no.", "My answer is maybe.");

  private FormatChecks() {}

  /// Lines that begin with `-` or with one `*` and something after it, exactly so many.
  static InstructionCheck bullets(Parameters parameters) throws Unusable {
    int wanted = parameters.count("num_bullets");
    return InstructionCheck.of(response ->
        response.lines().map(String::strip).filter(FormatChecks::isBullet).count() == wanted);
  }

  private static boolean isBullet(String line) {
    return line.startsWith("-")
        || (line.startsWith("*") && line.length() > 1 && line.charAt(1) != '*');
  }

  /// `*so*` or `**so**`, at least so many.
  static InstructionCheck highlights(Parameters parameters) throws Unusable {
    int wanted = parameters.count("num_highlights");
    return InstructionCheck.of(
        response -> filled(HIGHLIGHT, response) + filled(DOUBLE_HIGHLIGHT, response) >= wanted);
  }

  private static long filled(Pattern highlight, String response) {
    return highlight
        .matcher(response)
        .results()
        .map(MatchResult::group)
        .filter(found -> !found.replace("*", "").isBlank())
        .count();
  }

  /// `[so]`, at least so many.
  static InstructionCheck placeholders(Parameters parameters) throws Unusable {
    int wanted = parameters.count("num_placeholders");
    return InstructionCheck.of(
        response -> PLACEHOLDER.matcher(response).results().count() >= wanted);
  }

  /// `Section 1`, `Section 2` …, at least so many.
  static InstructionCheck sections(Parameters parameters) throws Unusable {
    var mark = Pattern.compile(Pattern.quote(parameters.text("section_spliter")) + "\\s?\\d+");
    int wanted = parameters.count("num_sections");
    return InstructionCheck.of(response -> mark.matcher(response).results().count() >= wanted);
  }

  static InstructionCheck postscript(Parameters parameters) throws Unusable {
    String marker = parameters.text("postscript_marker");
    Pattern pattern =
        switch (marker) {
          case "P.S." -> POSTSCRIPT;
          case "P.P.S" -> SECOND_POSTSCRIPT;
          default -> Pattern.compile(Pattern.quote(marker.toLowerCase(Locale.ROOT)));
        };
    return InstructionCheck.of(
        response -> pattern.matcher(response.toLowerCase(Locale.ROOT)).find());
  }

  /// The whole response is JSON, in a code fence or not.
  static InstructionCheck json() {
    return InstructionCheck.of(
        response -> JsonValidity.check(FENCE.matcher(response.strip()).replaceAll("")).isValid());
  }

  static InstructionCheck title() {
    return InstructionCheck.of(response ->
        TITLE
            .matcher(response)
            .results()
            .map(found -> found.group().replaceAll("^<+|>+$", ""))
            .anyMatch(title -> !title.isBlank()));
  }

  static InstructionCheck option() {
    return InstructionCheck.of(response -> OPTIONS.stream().anyMatch(response::contains));
  }

  static InstructionCheck quoted() {
    return InstructionCheck.of(response -> {
      String text = response.strip();
      return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    });
  }

  /// Some line begins with the phrase.
  static InstructionCheck start(Parameters parameters) throws Unusable {
    String start = parameters.text("starter");
    return InstructionCheck.of(
        response -> response.lines().anyMatch(line -> line.stripLeading().startsWith(start)));
  }

  static InstructionCheck end(Parameters parameters) throws Unusable {
    String end = parameters.text("end_phrase").toLowerCase(Locale.ROOT);
    return InstructionCheck.of(response ->
        response.strip().replaceAll("^\"+|\"+$", "").toLowerCase(Locale.ROOT).endsWith(end));
  }

  /// Two different answers with `******` between them.
  static InstructionCheck twoResponses() {
    return InstructionCheck.of(response -> {
      List<String> parts = List.of(response.split("\\*{6}", -1));
      List<String> filled =
          parts.stream().map(String::strip).filter(part -> !part.isEmpty()).toList();
      boolean gap =
          parts.size() > 2 && parts.subList(1, parts.size() - 1).stream().anyMatch(String::isBlank);
      return !gap && filled.size() == 2 && !filled.getFirst().equals(filled.getLast());
    });
  }

  static InstructionCheck repeatedPrompt(Parameters parameters) throws Unusable {
    String prompt = parameters.text("prompt_to_repeat").toLowerCase(Locale.ROOT);
    return InstructionCheck.of(
        response -> response.strip().toLowerCase(Locale.ROOT).startsWith(prompt));
  }
}
