package io.promptflow4j.core.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TemplateTest {

  private static final String CHAT =
      """
      # system:
      You are a helpful assistant.
      {% for item in chat_history %}
      # user:
      {{ item.inputs.question }}
      # assistant:
      {{ item.outputs.answer }}
      {% endfor %}
      # user:
      {{ question }}
      """;

  @Test
  void aChatPromptIsRenderedAsPromptFlowDoes() {
    String text =
        render(
            CHAT,
            """
            {"question": "And now?",
             "chat_history": [{"inputs": {"question": "Hi"}, "outputs": {"answer": "Hello"}}]}
            """);

    assertThat(text)
        .isEqualTo(
            """
            # system:
            You are a helpful assistant.
            # user:
            Hi
            # assistant:
            Hello
            # user:
            And now?
            """);
  }

  @Test
  void templateSyntaxInDataIsText() {
    assertThat(render("{{ x }}", "{\"x\": \"{{ 7 * 7 }}{% raw %}\"}"))
        .isEqualTo("{{ 7 * 7 }}{% raw %}");
  }

  @Test
  void theCompilerIsFoundOnTheClassPathToo() throws Exception {
    try (var names =
        Template.class.getResourceAsStream(
            "/META-INF/services/" + TemplateCompiler.class.getName())) {
      String found = new String(names.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

      assertThat(found.strip()).isEqualTo(TemplateCompiler.installed().getClass().getName());
    }
    assertThat(ServiceLoader.load(TemplateCompiler.class)).isNotNull();
  }

  @Nested
  class WhenTheTextIsNoTemplate {

    @Test
    void theMistakeHasItsPlace() {
      var broken = syntaxMistake("line one\n  {{ 1 + }}");

      assertThat(broken.place()).isEqualTo(new Place("p.jinja2", 2, 10));
      assertThat(broken.problem()).contains("expected an expression");
    }

    @Test
    void allMistakesThatCanBeToldAreReported() {
      var broken =
          syntaxMistake("{{ x|uper }}\n{{ a b }}\n{% if x is strng %}{% fooo %}{% endif %}");

      assertThat(broken.mistakes())
          .extracting(mistake -> mistake.place().line())
          .containsExactly(1, 2, 3);
      assertThat(broken.problem())
          .isEqualTo("there is no filter named 'uper'. Did you mean 'upper'?");
    }

    @Test
    void aBlockThatIsNeverClosedIsReportedWhereItOpens() {
      var broken = syntaxMistake("a\n{% if x %}\n{% for y in x %}\n{% endfor %}\n");

      assertThat(broken.place()).isEqualTo(new Place("p.jinja2", 2, 4));
      assertThat(broken.problem()).contains("'if'").contains("{% endif %}");
    }

    @Test
    void aTagThatClosesTheWrongBlockNamesTheOneThatIsOpen() {
      var broken = syntaxMistake("{% if x %}\n{% for y in x %}\n{% endif %}");

      assertThat(broken.problem()).contains("'for' of line 2").contains("{% endfor %}");
    }

    private TemplateSyntaxException syntaxMistake(String text) {
      return catchThrowableOfType(TemplateSyntaxException.class, () -> compile(text));
    }
  }

  @Nested
  class WhenRenderingFails {

    @Test
    void theMistakeHasItsPlace() {
      var failed =
          catchThrowableOfType(
              TemplateRenderException.class, () -> render("a\n{{ 1 }}\n  {{ user.name }}", "{}"));

      assertThat(failed.place()).isEqualTo(new Place("p.jinja2", 3, 11));
      assertThat(failed.problem()).contains("'user' is undefined");
    }

    @Test
    void aMistakeInAnIncludedTemplateHasItsPlaceThere() {
      TemplateLoader loader = name -> Optional.of(new SourceText(name, "ok\n{{ 1 / zero }}"));
      var template =
          Template.compile(new SourceText("p.jinja2", "{% include 'part.jinja2' %}"), loader);

      assertThatThrownBy(() -> template.render(Map.of("zero", Value.of(0))))
          .isInstanceOf(TemplateRenderException.class)
          .hasMessageStartingWith("part.jinja2:2:6: a number cannot be divided by 0");
    }
  }

  @Nested
  class Variables {

    @Test
    void areThoseReadFromOutsideInOrderOfFirstUse() {
      var variables =
          compile("{{ b }}\n{% for a in list %}{{ a }}{{ c }}{% endfor %}{% set d = 1 %}{{ d }}")
              .variables();

      assertThat(variables).extracting(TemplateVariable::name).containsExactly("b", "list", "c");
      assertThat(variables.get(1).place()).isEqualTo(new Place("p.jinja2", 2, 13));
    }

    @Test
    void areOptionalIfEveryUseCopesWithTheirAbsence() {
      var variables =
          compile(
                  """
                  {% if a is defined %}{{ a }}{% endif %}
                  {{ b|default('x') }} {{ c }} {{ 'y' if d else 'n' }} {{ e or 'none' }}
                  {% if not f %}-{% else %}{{ f.g }}{% endif %}{{ h|default(1) }}{{ h }}
                  """)
              .variables();

      assertThat(variables)
          .filteredOn(variable -> !variable.optional())
          .extracting(TemplateVariable::name)
          .containsExactly("c", "h");
      assertThat(variables).hasSize(7);
    }
  }

  @Test
  void manyThreadsMayRenderTheSameTemplate() throws Exception {
    Template template = compile(CHAT + "{% include 'part' %}");
    var tasks = new java.util.ArrayList<Callable<String>>();
    for (int i = 0; i < 64; i++) {
      String question = "question " + i;
      tasks.add(() ->
          template.render(
              Map.of(
                  "question",
                  Value.of(question),
                  "chat_history",
                  Json.read("[{\"inputs\": {\"question\": 1}, \"outputs\": {}}]"))));
    }

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = threads.invokeAll(tasks);

      for (int i = 0; i < results.size(); i++) {
        assertThat(results.get(i).get()).endsWith("question " + i + "\npart of question " + i);
      }
    }
  }

  @Test
  void anOutputSeesEachPieceInOrder() {
    var pieces = new java.util.ArrayList<String>();
    TemplateOutput spy =
        new TemplateOutput() {
          @Override
          public String literal(String text) {
            pieces.add("literal " + text);
            return text;
          }

          @Override
          public String printed(String text, @Nullable Value value, String expression) {
            pieces.add("printed " + text + " of " + expression + " = " + value);
            return text.toUpperCase(java.util.Locale.ROOT);
          }

          @Override
          public TemplateOutput kept() {
            return TemplateOutput.plain();
          }
        };

    String text =
        compile(
                "a{{ x }}b{% set y %}c{{ x }}{% endset %}{{- y|trim -}} {% if x == 'v' %}!{% endif"
                    + " %}")
            .render(Map.of("x", Value.of("v")), RenderLimits.DEFAULT, spy);

    assertThat(text).isEqualTo("aVbCV!");
    assertThat(pieces)
        .containsExactly(
            "literal a",
            "printed v of x = Text[text=v]",
            "literal b",
            "printed cv of y|trim = Text[text=cv]",
            "literal !");
  }

  private static Template compile(String text) {
    return Template.compile(
        new SourceText("p.jinja2", text),
        name ->
            name.equals("part")
                ? Optional.of(new SourceText(name, "part of {{ question }}"))
                : Optional.empty());
  }

  private static String render(String text, String json) {
    var variables = new HashMap<>(((Value.Mapping) Json.read(json)).entries());
    return compile(text).render(variables);
  }
}
