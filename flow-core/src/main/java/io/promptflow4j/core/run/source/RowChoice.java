package io.promptflow4j.core.run.source;

import io.promptflow4j.core.dataset.selection.FilterExpression;
import io.promptflow4j.core.dataset.selection.Sample;
import io.promptflow4j.core.dataset.selection.Selection;
import io.promptflow4j.core.dataset.selection.Split;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.template.TemplateSyntaxException;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.util.Optional;
import java.util.function.Function;

/// Which rows of its data a run wants, as its settings say: `id`, `filter`, `split` with `part`,
/// `sample`, `sample_without`, `seed`, `limit`.
public final class RowChoice {

  private RowChoice() {}

  /// The selection that `settings` ask for; what makes no sense goes to `diagnostics`.
  public static Selection of(Value.Mapping settings, Diagnostics diagnostics) {
    long seed = number(settings, "seed", diagnostics).orElse(0L);
    int without = number(settings, "sample_without", diagnostics).orElse(0L).intValue();
    Selection all = Selection.ALL;
    all = text(settings, "id").map(all::withId).orElse(all);
    all =
        read(settings, "filter", FilterExpression::parse, diagnostics)
            .map(all::withFilter)
            .orElse(all);
    all =
        read(
                settings,
                "split",
                split -> Split.parse(text(settings, "part").orElse("train"), split, seed),
                diagnostics)
            .map(all::withSplit)
            .orElse(all);
    all =
        read(
                settings,
                "sample",
                size -> new Sample(Integer.parseInt(size.strip()), seed, without),
                diagnostics)
            .map(all::withSample)
            .orElse(all);
    Selection chosen = all;
    return read(
            settings, "limit", rows -> chosen.withLimit(Long.parseLong(rows.strip())), diagnostics)
        .orElse(chosen);
  }

  private static Optional<String> text(Value.Mapping settings, String name) {
    Value value = settings.get(name);
    return value == null || value == Value.Null.NULL
        ? Optional.empty()
        : Optional.of(PythonText.str(value));
  }

  private static Optional<Long> number(
      Value.Mapping settings, String name, Diagnostics diagnostics) {
    return read(settings, name, text -> Long.parseLong(text.strip()), diagnostics);
  }

  private static <T> Optional<T> read(
      Value.Mapping settings, String name, Function<String, T> reading, Diagnostics diagnostics) {
    Optional<String> written = text(settings, name);
    try {
      return written.map(reading);
    } catch (NumberFormatException notWhole) {
      diagnostics.error(
          "bad-setting",
          Place.startOf("run settings"),
          "%s: '%s' is not a whole number.".formatted(name, written.orElse("")));
      return Optional.empty();
    } catch (IllegalArgumentException | TemplateSyntaxException wrong) {
      diagnostics.error(
          "bad-setting",
          Place.startOf("run settings"),
          "%s: %s.".formatted(name, wrong.getMessage()));
      return Optional.empty();
    }
  }
}
