package io.promptflow4j.core.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.HashMap;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Throws attacks at the engine, written by `src/test/python/attack_payloads.py`. Each has to end
/// in one of our two exceptions or in a text that gives nothing away, and to leave its data alone.
@Timeout(60)
class AttackTest {

  private static final Value.Mapping DATA =
      (Value.Mapping)
          Json.read(
              """
              {"s": "text", "n": 7, "f": 1.5, "xs": [1, 2, 3], "d": {"a": 1, "b": {"c": 2}},
               "users": [{"name": "Bo", "key": "v"}]}
              """);

  private static final RenderLimits LIMITS =
      new RenderLimits(1 << 20, 10_000_000L, Duration.ofSeconds(1));

  /// What no answer may contain: traces of Java, of Python, of this engine, or of a file.
  private static final String[] GIVEAWAYS = {
    "java.",
    "class java",
    "promptflow4j",
    "<class '",
    "__globals__",
    "root:",
    "Manifest-Version",
    "SECRET-OF-ROW",
    "Record[",
    "lambda$",
    "$$Lambda",
    "/usr/",
    "PATH="
  };

  record Attack(int number, String what, String template, String outcome, Value.Mapping line) {
    @Override
    public String toString() {
      return number
          + " "
          + what
          + ": "
          + (template.length() <= 80 ? template : template.substring(0, 80));
    }
  }

  /// What came of an attack: a text, or an error.
  private record Outcome(@Nullable String text, String message) {}

  static Stream<Attack> attacks() {
    return TestFiles.lines("attacks.jsonl")
        .map(line ->
            new Attack(
                line.get("class") instanceof Value.Whole number ? number.clampedToInt() : 0,
                TestFiles.text(line, "what"),
                template(line),
                TestFiles.text(line, "outcome"),
                line));
  }

  private static String template(Value.Mapping line) {
    return line.get("template") instanceof Value.Text(var text)
        ? text
        : TestFiles.items(line, "template").stream()
            .map(piece ->
                piece instanceof Value.Sequence(var parts)
                        && parts.get(0) instanceof Value.Text(var text)
                        && parts.get(1) instanceof Value.Whole times
                    ? text.repeat(times.clampedToInt())
                    : "")
            .collect(Collectors.joining());
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void comesToNothing(Attack attack) {
    Value.Mapping data =
        attack.line().get("context") == null ? DATA : TestFiles.mapping(attack.line(), "context");
    String before = Json.write(data);

    Outcome outcome = run(attack, data);

    assertThat(Json.write(data)).isEqualTo(before);
    assertThat(outcome.message().codePoints())
        .noneMatch(point -> point != '\n' && Character.isISOControl(point))
        .noneMatch(point -> Character.getType(point) == Character.FORMAT);
    if (attack.outcome().equals("error")) {
      assertThat(outcome.text()).isNull();
    } else if (attack.outcome().startsWith("text:")) {
      assertThat(outcome.text()).isEqualTo(attack.outcome().substring("text:".length()));
    } else if (outcome.text() != null) {
      assertThat(outcome.text()).hasSizeLessThanOrEqualTo(LIMITS.maxOutputChars());
      assertThat(withoutQuotes(outcome.text(), attack)).doesNotContain(GIVEAWAYS);
    }
  }

  /// A text without what the template or the data says itself.
  private static String withoutQuotes(String text, Attack attack) {
    return attack.number() == 33 || attack.number() == 10 || attack.number() == 43
        ? ""
        : text.replace("{0.__class__.__mro__}", "");
  }

  private static Outcome run(Attack attack, Value.Mapping data) {
    TemplateLoader loader =
        name ->
            TestFiles.mapping(attack.line(), "includes").get(name) instanceof Value.Text(var text)
                ? Optional.of(new SourceText(name, text))
                : Optional.empty();
    try {
      Template template =
          Template.compile(new SourceText("attack.jinja2", attack.template()), loader);
      return new Outcome(template.render(new HashMap<>(data.entries()), LIMITS), "");
    } catch (TemplateSyntaxException | TemplateRenderException refused) {
      return new Outcome(null, String.valueOf(refused.getMessage()));
    }
  }

  @Test
  void thereAreEnoughOfThemOfEachClass() {
    var perClass = attacks().collect(Collectors.groupingBy(Attack::number, Collectors.counting()));

    assertThat(perClass).hasSize(48);
    assertThat(perClass.values()).allMatch(count -> count >= 3);
    assertThat(attacks()).hasSizeGreaterThanOrEqualTo(260);
  }
}
