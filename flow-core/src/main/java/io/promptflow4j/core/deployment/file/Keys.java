package io.promptflow4j.core.deployment.file;

import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// The keys of a mapping by what they should hold. A key that holds nothing counts as not written.
///
/// @param title what comes before a key in messages: nothing, or `request_settings.`
record Keys(String title, Written.Fields root, Diagnostics diagnostics) {

  /// Hints at keys that are not known.
  void check(String what, Collection<String> known, Collection<String> withoutMeaning) {
    for (Written.Field field : root.fields()) {
      String key = field.key().value();
      if (!known.contains(key) && !withoutMeaning.contains(key)) {
        diagnostics.hint(
            "unknown-key",
            field.key().place(),
            "%s has no key '%s%s'; it is ignored.%s"
                .formatted(what, title, key, Suggestion.didYouMean(key, known)));
      }
    }
  }

  Optional<Written> content(String key) {
    return root.fields().stream()
        .filter(field -> field.key().value().equals(key))
        .map(Written.Field::content)
        .filter(content -> content.value() != Value.Null.NULL)
        .findFirst();
  }

  boolean has(String key) {
    return root.fields().stream().anyMatch(field -> field.key().value().equals(key));
  }

  Optional<Located<String>> text(String key) {
    return content(key)
        .flatMap(content -> {
          if (content instanceof Written.Scalar(var value, var place, _)) {
            return Optional.of(new Located<>(PythonText.str(value), place));
          }
          misshapen(content.place(), key, "one text");
          return Optional.empty();
        });
  }

  /// The text under `key` as something else.
  ///
  /// @param reading fails with a message for people
  <T> Optional<T> read(String key, Function<String, T> reading) {
    Optional<Located<String>> written = text(key);
    try {
      return written.map(text -> reading.apply(text.value().strip()));
    } catch (IllegalArgumentException wrong) {
      error(written.orElseThrow().place(), key, String.valueOf(wrong.getMessage()));
      return Optional.empty();
    }
  }

  void error(Place place, String key, String message) {
    diagnostics.error("bad-setting", place, "%s%s: %s.".formatted(title, key, message));
  }

  /// One of some words.
  Optional<String> word(String key, List<String> words) {
    return read(
        key,
        text -> {
          String word = text.toLowerCase(Locale.ROOT);
          if (!words.contains(word)) {
            throw new IllegalArgumentException(
                "'%s' is none of %s".formatted(text, String.join(", ", words)));
          }
          return word;
        });
  }

  Optional<Integer> whole(String key, int lowest, int highest) {
    return read(
        key,
        text -> {
          if (!text.matches("-?\\d{1,9}")
              || Integer.parseInt(text) < lowest
              || Integer.parseInt(text) > highest) {
            throw new IllegalArgumentException(
                "'%s' is no whole number from %d to %d".formatted(text, lowest, highest));
          }
          return Integer.valueOf(text);
        });
  }

  /// A number from 0 to 1.
  Optional<Double> share(String key) {
    return read(
        key,
        text -> {
          if (!text.matches("0|1|[01]?\\.\\d{1,12}|1\\.0*") || Double.parseDouble(text) > 1) {
            throw new IllegalArgumentException("'%s' is no number from 0 to 1".formatted(text));
          }
          return Double.valueOf(text);
        });
  }

  boolean truth(String key, boolean standard) {
    return word(key, List.of("true", "false")).map("true"::equals).orElse(standard);
  }

  Optional<Keys> mapping(String key) {
    return content(key)
        .flatMap(content -> {
          if (content instanceof Written.Fields fields) {
            return Optional.of(new Keys(title + key + ".", fields, diagnostics));
          }
          misshapen(content.place(), key, "a mapping");
          return Optional.empty();
        });
  }

  /// A mapping of names to texts.
  SortedMap<String, String> texts(String key) {
    var all = new TreeMap<String, String>();
    mapping(key)
        .ifPresent(keys ->
            keys.root()
                .fields()
                .forEach(field ->
                    keys.text(field.key().value())
                        .ifPresent(text -> all.put(field.key().value(), text.value()))));
    return all;
  }

  List<Located<String>> list(String key) {
    return switch (content(key).orElse(null)) {
      case null -> List.of();
      case Written.Items(var items, _) ->
          items.stream()
              .<Located<String>>mapMulti((item, taken) -> {
                if (item instanceof Written.Scalar(var value, var place, _)) {
                  taken.accept(new Located<>(PythonText.str(value), place));
                } else {
                  misshapen(item.place(), key, "a list of texts");
                }
              })
              .toList();
      case Written.Scalar(var value, var place, _) ->
          List.of(new Located<>(PythonText.str(value), place));
      case Written.Fields other -> {
        misshapen(other.place(), key, "a list of texts");
        yield List.of();
      }
    };
  }

  /// Percentages by deployment, each with its place.
  SequencedMap<String, Located<Integer>> percentages(String key) {
    var all = new TreeMap<String, Located<Integer>>();
    mapping(key)
        .ifPresent(keys ->
            keys.root()
                .fields()
                .forEach(field ->
                    keys.whole(field.key().value(), 0, 100)
                        .ifPresent(percent ->
                            all.put(
                                field.key().value(),
                                new Located<>(percent, field.content().place())))));
    return all;
  }

  void misshapen(Place place, String key, String expected) {
    diagnostics.error(
        "wrong-shape",
        place,
        "'%s%s' holds something else than %s.".formatted(title, key, expected));
  }
}
