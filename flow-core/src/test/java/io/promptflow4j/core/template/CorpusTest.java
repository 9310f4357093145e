package io.promptflow4j.core.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Renders what Python's Jinja2 rendered, and expects the same text.
///
/// The expected values were written by `src/test/python/jinja_corpus.py` with Jinja2 3.1.2 on
/// CPython 3.11. What differs on purpose stands in `resources/template/refused.jsonl`.
class CorpusTest {

  /// One template with its data and what Jinja2 made of it.
  record Case(String name, Value.Mapping line) {

    Template compile() {
      return Template.compile(
          new SourceText("case.jinja2", TestFiles.text(line, "template")),
          TestFiles.loader(TestFiles.mapping(line, "includes")),
          Objects.requireNonNull(SETTINGS.get(TestFiles.text(line, "settings"))));
    }

    String render() {
      return compile().render(TestFiles.mapping(line, "context").entries());
    }

    boolean failsInPython() {
      return line.get("error") != null;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final Map<String, TemplateSettings> SETTINGS =
      Map.of(
          "promptflow", TemplateSettings.PROMPT_FLOW,
          "jinja", TemplateSettings.JINJA,
          "keep", new TemplateSettings(false, false, true, false),
          "lstrip", new TemplateSettings(true, true, true, false),
          "lstriponly", new TemplateSettings(false, true, false, false),
          "strict", new TemplateSettings(true, false, true, true));

  private static final Map<String, String> REFUSED = refused();

  private static Map<String, String> refused() {
    var reasons = new HashMap<String, String>();
    TestFiles.lines("refused.jsonl")
        .forEach(line -> {
          for (Value number : TestFiles.items(line, "numbers")) {
            reasons.put(
                TestFiles.text(line, "group") + " " + number.toPlain(),
                TestFiles.text(line, "reason"));
          }
        });
    return reasons;
  }

  private static Stream<Case> cases() {
    return TestFiles.allLines("corpus").map(line -> new Case(TestFiles.text(line, "name"), line));
  }

  static Stream<Case> same() {
    return cases().filter(one -> !REFUSED.containsKey(one.name()));
  }

  static Stream<Case> different() {
    return cases().filter(one -> REFUSED.containsKey(one.name()));
  }

  @ParameterizedTest
  @MethodSource("same")
  void rendersWhatPythonRenders(Case one) {
    if (one.failsInPython()) {
      boolean syntax = TestFiles.text(one.line(), "error").equals("syntax");

      assertThatThrownBy(one::render)
          .isInstanceOf(syntax ? TemplateSyntaxException.class : TemplateRenderException.class);
    } else {
      assertThat(one.render()).isEqualTo(TestFiles.text(one.line(), "expected"));
    }
  }

  @ParameterizedTest
  @MethodSource("same")
  void findsTheVariablesThatPythonFinds(Case one) {
    if (one.line().get("variables") != null) {
      List<String> expected =
          TestFiles.items(one.line(), "variables").stream()
              .map(name -> name instanceof Value.Text(var text) ? text : "")
              .toList();

      assertThat(one.compile().variables())
          .extracting(TemplateVariable::name)
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("different")
  void whatIsRefusedReallyDiffers(Case one) {
    String outcome;
    try {
      outcome = "text " + one.render();
    } catch (TemplateSyntaxException | TemplateRenderException refused) {
      outcome = "error";
    }

    String inPython =
        one.failsInPython() ? "error" : "text " + TestFiles.text(one.line(), "expected");
    assertThat(outcome).as(REFUSED.get(one.name())).isNotEqualTo(inPython);
  }

  @Test
  void theCorpusIsLargeAndTheListOfDifferencesShort() {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(700);
    assertThat(REFUSED).hasSizeLessThanOrEqualTo(25);
    assertThat(different()).hasSameSizeAs(REFUSED.keySet());
  }
}
