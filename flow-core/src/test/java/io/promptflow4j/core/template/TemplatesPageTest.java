package io.promptflow4j.core.template;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.template.filter.Filters;
import io.promptflow4j.core.template.filter.Tests;
import io.promptflow4j.core.template.global.Globals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Keeps `docs/reference/templates.md` true.
class TemplatesPageTest {

  private static final Path PAGE = Path.of("..", "docs", "reference", "templates.md");
  private static final Set<String> REFUSED = Set.of("random", "lipsum");

  /// With `-Dgolden.update=true` the lists are written instead.
  @Test
  void itsListsAreThoseOfTheEngine() throws IOException {
    String page = Files.readString(PAGE);
    String made = page;
    var lists =
        Map.of(
            "filters", Filters.TABLE.names(),
            "tests", Tests.TABLE.names(),
            "functions", Globals.names());
    for (var list : lists.entrySet()) {
      var marked =
          Pattern.compile(
              "<!-- %s -->\n(.*?)<!-- end -->".formatted(list.getKey()), Pattern.DOTALL);
      made =
          marked
              .matcher(made)
              .replaceFirst(
                  "<!-- %s -->\n%s\n<!-- end -->".formatted(list.getKey(), names(list.getValue())));
    }

    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(PAGE, made);
    } else {
      assertThat(page).isEqualTo(made);
    }
  }

  private static String names(Set<String> names) {
    return new TreeSet<>(names)
        .stream()
            .filter(name -> !REFUSED.contains(name))
            .map(name -> "`" + name + "`")
            .collect(joining(", "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ [1].append(2) }}",
        "{{ {}.update(a=1) }}",
        "{{ [1, 2]|random }}",
        "{{ lipsum() }}",
        "{{ 'x'.encode() }}",
        "{% autoescape true %}{% endautoescape %}",
        "{% do 1 %}",
        "{% for a in [1] %}{% break %}{% endfor %}",
        "{{ 9 ** 100000 }}",
        "{% for a in range(100001) %}{% endfor %}"
      })
  void whatItSaysIsRefusedIs(String template) {
    assertThat(catchProblem(template)).isNotEmpty();
  }

  @Test
  void namesOfPythonsInsideAreUndefined() {
    assertThat(
            Template.compile(source("{{ ''.__class__ }}"), TemplateLoader.none()).render(Map.of()))
        .isEmpty();
  }

  @Test
  void anEndlessLoopIsStoppedSoon() {
    String loop = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}";

    assertThat(catchProblem(loop)).containsAnyOf("500 ms", "10000000 steps");
  }

  private static String catchProblem(String template) {
    try {
      Template.compile(source(template), TemplateLoader.none()).render(Map.of());
      return "";
    } catch (TemplateSyntaxException wrong) {
      return String.valueOf(wrong.getMessage());
    } catch (TemplateRenderException failed) {
      return failed.problem();
    }
  }

  private static SourceText source(String template) {
    return new SourceText("t.jinja2", template);
  }
}
