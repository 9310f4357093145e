package io.promptflow4j.core.model.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptflow4j.core.model.registry.ModelNames.Resolved;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelNamesTest {

  private final Map<String, RegistryEntry> entries = new HashMap<>();
  private final ModelNames names =
      new ModelNames(reference -> Optional.ofNullable(entries.get(reference.name())));

  private void put(String name, Target target) {
    entries.put(name, new RegistryEntry(name, 1, target, Labels.NONE, "ada", Instant.EPOCH));
  }

  @Test
  void aNameThatNoEntryHasStandsForItself() {
    assertThat(names.resolve("gpt-4o"))
        .isEqualTo(new Resolved("gpt-4o", Optional.empty(), Optional.empty(), List.of()));
    assertThat(names.resolve("meta/llama-3").model()).isEqualTo("meta/llama-3");
  }

  @Test
  void anAliasIsFollowedToItsEnd() {
    put("fast", Target.alias("lawyer"));
    put(
        "lawyer",
        new Target(
            Target.Kind.FINE_TUNED,
            "ft:gpt-4o:acme",
            Optional.of("openai"),
            Optional.of("openai/gpt-4o"),
            Optional.empty()));

    Resolved resolved = names.resolve("fast");

    assertThat(resolved.model()).isEqualTo("ft:gpt-4o:acme");
    assertThat(resolved.connection()).contains("openai");
    assertThat(resolved.base()).contains("openai/gpt-4o");
    assertThat(resolved.entry()).map(RegistryEntry::name).contains("lawyer");
  }

  @Test
  void theConnectionOfAnAliasHoldsUnlessItsTargetHasOne() {
    put(
        "fast",
        new Target(
            Target.Kind.ALIAS, "gpt-4o", Optional.of("azure"), Optional.empty(), Optional.empty()));

    assertThat(names.resolve("fast@latest").connection()).contains("azure");
    assertThat(names.resolve("fast").base()).contains("gpt-4o");
  }

  @Test
  void anEntryMayHaveTheNameOfTheModelItStandsFor() {
    put("gpt-4o", Target.alias("gpt-4o"));

    assertThat(names.resolve("gpt-4o").model()).isEqualTo("gpt-4o");
  }

  @Test
  void aCircleIsRefused() {
    put("a", Target.alias("b"));
    put("b", Target.alias("a"));

    assertThatThrownBy(() -> names.resolve("a"))
        .isInstanceOf(RegistryException.class)
        .hasMessage("the aliases a:1 → b:1 lead in a circle");
  }
}
