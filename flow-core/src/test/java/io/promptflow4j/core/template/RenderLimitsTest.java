package io.promptflow4j.core.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RenderLimitsTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void aResultMayBeAsLongAsTheLimit() {
    var limits = new RenderLimits(100, 1_000_000, LONG);

    assertThat(render("{{ 'x' * 60 }}{{ 'y' * 40 }}", limits)).hasSize(100);
    assertThat(failure("{{ 'x' * 60 }}\n{{ 'y' * 41 }}", limits).place())
        .isEqualTo(new Place("t.jinja2", 2, 1));
  }

  @Test
  void aTextOnTheWayMayNotBeLongerThanTheLimit() {
    var failed = failure("{% set x = 'x' * 101 %}", new RenderLimits(100, 1_000_000, LONG));

    assertThat(failed.problem()).contains("more than 100 characters");
    assertThat(failed.place()).isEqualTo(new Place("t.jinja2", 1, 16));
  }

  @Test
  void stepsAreCountedThroughNestedLoops() {
    var failed =
        failure(
            "{% for a in range(1000) %}{% for b in range(1000) %}{% endfor %}{% endfor %}",
            new RenderLimits(1 << 20, 100_000, LONG));

    assertThat(failed.problem()).contains("more than 100000 steps");
  }

  @Test
  void timeRunsOut() {
    var failed =
        failure(
            "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
            new RenderLimits(1 << 20, Long.MAX_VALUE / 2, Duration.ofMillis(50)));

    assertThat(failed.problem()).contains("longer than 50 ms");
  }

  @Test
  void anInterruptedThreadStopsAndStaysInterrupted() throws Exception {
    var started = new CountDownLatch(1);
    var limits = new RenderLimits(1 << 20, Long.MAX_VALUE / 2, LONG);
    TemplateLoader announcing =
        name -> {
          started.countDown();
          return TemplateLoader.none().load(name);
        };
    Template endless =
        Template.compile(
            new SourceText(
                "t.jinja2",
                "{% include 'now' ignore missing %}{% for a in range(99999) %}{% for b in"
                    + " range(99999) %}{% endfor %}{% endfor %}"),
            announcing);

    try (var threads = Executors.newSingleThreadExecutor()) {
      var result =
          threads.submit(() -> {
            var failed =
                catchThrowableOfType(
                    TemplateRenderException.class, () -> endless.render(Map.of(), limits));
            return List.of(failed.problem(), Thread.currentThread().isInterrupted());
          });
      started.await();
      threads.shutdownNow();

      assertThat(result.get(30, TimeUnit.SECONDS))
          .isEqualTo(List.of("rendering was cancelled", true));
    }
  }

  @Test
  void macrosMayCallEachOtherToALimitedDepth() {
    String macro = "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{% else %}end{% endif %}{% endmacro %}";

    assertThat(render(macro + "{{ m(90) }}", RenderLimits.DEFAULT)).isEqualTo("end");
    assertThat(failure(macro + "{{ m(200) }}", RenderLimits.DEFAULT).problem())
        .contains("100 levels");
  }

  @Test
  void deepDataIsPrintedOrRefusedButNeverOverflowsTheStack() {
    Value deep = Value.of("x");
    for (int i = 0; i < 100_000; i++) {
      deep = new Value.Sequence(List.of(deep));
    }
    var variables = Map.of("deep", deep);
    Template template =
        Template.compile(new SourceText("t.jinja2", "{{ deep }}"), TemplateLoader.none());

    var failed =
        catchThrowableOfType(TemplateRenderException.class, () -> template.render(variables));

    assertThat(failed.problem()).contains("nested too deep");
  }

  @Test
  void largeDataIsRenderedWithinTheDefaults() {
    var history = new ArrayList<Value>();
    for (int i = 0; i < 2_000; i++) {
      history.add(Value.from(Map.of("role", "user", "text", "message ".repeat(20) + i)));
    }

    String text =
        Template.compile(
                new SourceText(
                    "t.jinja2", "{% for m in history %}{{ m.role }}: {{ m.text }}\n{% endfor %}"),
                TemplateLoader.none())
            .render(Map.of("history", Value.of(history)));

    assertThat(text.lines()).hasSize(2_000);
  }

  private static String render(String text, RenderLimits limits) {
    return Template.compile(new SourceText("t.jinja2", text), TemplateLoader.none())
        .render(Map.of(), limits);
  }

  private static TemplateRenderException failure(String text, RenderLimits limits) {
    return catchThrowableOfType(TemplateRenderException.class, () -> render(text, limits));
  }
}
