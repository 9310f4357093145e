package io.promptflow4j.core.run.file;

import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.graph.signature.EnvironmentVariables;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/// The keys of a run file by what they should hold. A key that holds nothing counts as not written.
final class FileFields {

  private final Written.Fields root;
  private final Diagnostics diagnostics;

  FileFields(Written.Fields root, Diagnostics diagnostics) {
    this.root = root;
    this.diagnostics = diagnostics;
  }

  /// Hints at keys that a run file doesn't have.
  void checkKeys() {
    List<String> known = RunFileKey.all();
    for (Written.Field field : root.fields()) {
      String key = field.key().value();
      if (key.equals("init")) {
        diagnostics.warning(
            "unsupported-key",
            field.key().place(),
            "'init' is for flows that are classes, which can't be run yet; it is ignored.");
      } else if (!known.contains(key) && !RunFileKey.WITHOUT_MEANING.contains(key)) {
        diagnostics.hint(
            "unknown-key",
            field.key().place(),
            "a run file has no key '%s'; it is ignored.%s"
                .formatted(key, Suggestion.didYouMean(key, known)));
      }
    }
  }

  Optional<Written> content(RunFileKey key) {
    return root.fields().stream()
        .filter(field -> field.key().value().equals(key.key()))
        .map(Written.Field::content)
        .filter(content -> content.value() != Value.Null.NULL)
        .findFirst();
  }

  Place place() {
    return root.place();
  }

  /// The text under `key`; a number or truth value is taken as its text.
  Optional<Located<String>> text(RunFileKey key) {
    return content(key)
        .flatMap(content -> {
          if (content instanceof Written.Scalar(var value, var place, _)) {
            return Optional.of(new Located<>(PythonText.str(value), place));
          }
          misshapen(content.place(), key.key(), "one text");
          return Optional.empty();
        });
  }

  /// The text under `key` as something else.
  ///
  /// @param reading fails with a message for people
  <T> Optional<T> read(RunFileKey key, Function<String, T> reading) {
    Optional<Located<String>> written = text(key);
    try {
      return written.map(text -> reading.apply(text.value()));
    } catch (IllegalArgumentException wrong) {
      diagnostics.error(
          "bad-setting",
          written.orElseThrow().place(),
          "%s: %s.".formatted(key.key(), wrong.getMessage()));
      return Optional.empty();
    }
  }

  /// The whole number under `key`, at least 1.
  Optional<Integer> count(RunFileKey key) {
    return read(
        key,
        text -> {
          if (!text.strip().matches("[1-9]\\d{0,8}")) {
            throw new IllegalArgumentException("'%s' is no whole number from 1 on".formatted(text));
          }
          return Integer.valueOf(text.strip());
        });
  }

  /// The mapping under `key` with values that are texts.
  SequencedMap<String, String> texts(RunFileKey key) {
    return content(key).map(content -> texts(key.key(), content)).orElseGet(LinkedHashMap::new);
  }

  SequencedMap<String, String> texts(String title, Written content) {
    if (!(content instanceof Written.Fields fields)) {
      misshapen(content.place(), title, "a mapping");
      return new LinkedHashMap<>();
    }
    return EnvironmentVariables.of(fields.fields());
  }

  void misshapen(Place place, String key, String expected) {
    diagnostics.error(
        "wrong-shape", place, "'%s' holds something else than %s.".formatted(key, expected));
  }
}
