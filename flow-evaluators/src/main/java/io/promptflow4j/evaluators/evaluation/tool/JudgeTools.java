package io.promptflow4j.evaluators.evaluation.tool;

import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.java.JavaTool;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.metric.Score;
import io.promptflow4j.evaluators.metric.validity.JsonValidity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Reading what a judge replied, and settling a second try.
final class JudgeTools {

  private JudgeTools() {}

  static List<Tool> all() {
    return List.of(
        JavaTool.of(
            "promptflow4j.judge.read",
            "The score that a judge's reply states, if it is on the scale.",
            List.of(
                Given.needed("reply"),
                Given.needed("min"),
                Given.needed("max"),
                Given.optional("whole"),
                Given.optional("key"),
                Given.optional("missing")),
            (arguments, _) -> read(new Given(arguments), "reply")),
        JavaTool.of(
            "promptflow4j.judge.verdict",
            "The label that a judge's reply states, of those that there are.",
            List.of(
                Given.needed("reply"),
                Given.needed("labels"),
                Given.optional("key"),
                Given.optional("missing")),
            (arguments, _) -> read(new Given(arguments), "reply")),
        JavaTool.of(
            "promptflow4j.judge.settle",
            "The first reading of a judge's reply, or that of the second reply.",
            List.of(
                Given.needed("first"),
                Given.needed("again"),
                Given.optional("min"),
                Given.optional("max"),
                Given.optional("whole"),
                Given.optional("labels"),
                Given.optional("key")),
            (arguments, _) -> settle(new Given(arguments))));
  }

  /// Reads a reply as a label if there are labels, else as a score.
  private static Value.Mapping read(Given given, String name) {
    Optional<Value> reply = given.value(name);
    boolean labelled = given.value("labels").isPresent();
    Optional<String> missing = given.optionalText("missing").filter(names -> !names.isBlank());
    if (missing.isPresent()) {
      return notAsked(labelled, "not asked: nothing is given as " + missing.get().strip());
    }
    if (reply.isEmpty()) {
      return notAsked(labelled, "the judge gave no reply");
    }
    Judgement judgement = Judgement.of(reply.get());
    return labelled ? label(given, judgement) : score(given, judgement);
  }

  private static Value.Mapping score(Given given, Judgement judgement) {
    var scale =
        new ReplyScore(
            given.neededNumber("min"),
            given.neededNumber("max"),
            given.isTrue("whole"),
            given.optionalText("key").orElse("score"));
    return switch (scale.of(judgement)) {
      case Score.Scored(var number) -> reading(false, Value.of(number), judgement.reason());
      case Score.NotScored _ when declined(scale, judgement) ->
          notAsked(false, "the judge gave no score: " + judgement.reason());
      case Score.NotScored(var why) -> reading(false, Value.Null.NULL, why);
    };
  }

  /// A judge that says null has answered; there is no use in asking again.
  private static boolean declined(ReplyScore scale, Judgement judgement) {
    return judgement.field(scale.key()).filter(Value.Null.NULL::equals).isPresent();
  }

  private static Value.Mapping label(Given given, Judgement judgement) {
    List<String> labels = given.items("labels").stream().map(Given::textOf).toList();
    return new ReplyLabel(labels, given.optionalText("key").orElse("label"))
        .of(judgement)
        .map(label -> reading(true, Value.of(label), judgement.reason()))
        .orElseGet(() ->
            reading(
                true,
                Value.Null.NULL,
                "the judge's reply is none of %s: '%s'"
                    .formatted(
                        String.join(", ", labels), Judgement.shortened(judgement.text(), 200))));
  }

  private static Value.Mapping reading(boolean labelled, Value found, String reason) {
    return reading(labelled, found, reason, found == Value.Null.NULL);
  }

  private static Value.Mapping notAsked(boolean labelled, String why) {
    return reading(labelled, Value.Null.NULL, why, false);
  }

  /// @param askAgain whether a second reply may have what the first lacks
  private static Value.Mapping reading(
      boolean labelled, Value found, String reason, boolean askAgain) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("is_scored", Value.of(found != Value.Null.NULL));
    fields.put(labelled ? "label" : "score", found);
    fields.put("reason", Value.of(reason));
    fields.put("ask_again", Value.of(askAgain));
    return new Value.Mapping(fields);
  }

  private static Value.Mapping settle(Given given) {
    if (!(given.value("first").orElse(Value.Null.NULL) instanceof Value.Mapping first)) {
      return settled(read(given, "again"), 1);
    }
    Optional<Value> again = given.value("again");
    if (isScored(first) || again.isEmpty()) {
      return settled(first, 1);
    }
    return again.get() instanceof Value.Mapping second && second.get("is_scored") != null
        ? settled(second, 2)
        : settled(read(given, "again"), 2);
  }

  private static boolean isScored(Value.Mapping reading) {
    return reading.get("is_scored") == Value.Bool.TRUE;
  }

  private static Value.Mapping settled(Value.Mapping reading, int tries) {
    var fields = new LinkedHashMap<>(reading.entries());
    fields.remove("is_scored");
    fields.remove("ask_again");
    fields.put("tries", Value.of(tries));
    return new Value.Mapping(fields);
  }

  /// What a judge replied: its text, and the JSON object in it if there is one.
  record Judgement(String text, Optional<Value.Mapping> object) {

    private static final List<String> REASONS =
        List.of("reason", "reasoning", "explanation", "rationale", "justification", "thought");

    private static final int MAX_REASON = 4_000;

    static Judgement of(Value reply) {
      return switch (reply) {
        case Value.Mapping mapping -> new Judgement(Json.write(mapping), Optional.of(mapping));
        case Value.Text(var text) ->
            new Judgement(
                text.strip(),
                JsonValidity.firstIn(text)
                    .filter(Value.Mapping.class::isInstance)
                    .map(Value.Mapping.class::cast));
        case Value.Whole _,
            Value.Decimal _,
            Value.Bool _,
            Value.Null _,
            Value.Sequence _,
            Value.Image _ ->
            new Judgement(Given.textOf(reply), Optional.empty());
      };
    }

    Optional<Value> field(String key) {
      return object.map(mapping -> mapping.get(key));
    }

    /// The judge's reason; of a reply in prose, all of it.
    String reason() {
      if (object.isEmpty()) {
        return shortened(text, MAX_REASON);
      }
      return REASONS.stream()
          .flatMap(key -> field(key).stream())
          .filter(value -> value != Value.Null.NULL)
          .map(Given::textOf)
          .findFirst()
          .map(reason -> shortened(reason, MAX_REASON))
          .orElse("");
    }

    static String shortened(String text, int most) {
      return text.codePointCount(0, text.length()) <= most
          ? text
          : text.substring(0, text.offsetByCodePoints(0, most)) + "…";
    }
  }
}
