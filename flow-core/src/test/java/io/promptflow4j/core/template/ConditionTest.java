package io.promptflow4j.core.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.value.Value;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConditionTest {

  private static Condition condition(String text) {
    return Condition.compile(new SourceText("filter", text));
  }

  @Test
  void itHoldsWhereAnIfWouldTakeIt() {
    var condition = condition("-x + 3 > 1 and name in ['a', '}}']");

    assertThat(condition.holds(Map.of("x", Value.of(1), "name", Value.of("}}")))).isTrue();
    assertThat(condition.holds(Map.of("x", Value.of(2), "name", Value.of("a")))).isFalse();
    assertThat(condition.holds(Map.of("x", Value.of(1)))).isFalse();
  }

  @Test
  void itNamesTheVariablesItReadsAndTheirPlaces() {
    assertThat(condition("a == 1 and (b is defined or c)").variables())
        .extracting(variable -> variable.name() + "@" + variable.place().column())
        .containsExactly("a@1", "b@13", "c@29");
  }

  @Test
  void whatCantBeDoneHasItsPlaceInTheExpression() {
    assertThatThrownBy(() -> condition("a == 1 or\n b > 'x'").holds(Map.of("b", Value.of(1))))
        .isInstanceOfSatisfying(
            TemplateRenderException.class,
            failed -> assertThat(failed.place()).hasToString("filter:2:4"));
    assertThatThrownBy(() -> condition("missing > 1").holds(Map.of()))
        .isInstanceOfSatisfying(
            TemplateRenderException.class,
            failed -> assertThat(failed.place()).hasToString("filter:1:9"));
  }

  @Test
  void workWithoutEndIsStopped() {
    assertThatThrownBy(() -> condition("range(999999999)|list|length > 0").holds(Map.of()))
        .isInstanceOf(TemplateRenderException.class);
  }

  @Test
  void itShowsItsText() {
    assertThat(condition("a > 1")).hasToString("a > 1");
  }
}
