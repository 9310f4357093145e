package io.promptflow4j.core.model.catalog.file;

import io.promptflow4j.core.model.catalog.file.Entry.Group;
import io.promptflow4j.core.model.catalog.file.Entry.Items;
import io.promptflow4j.core.model.catalog.file.Entry.Named;
import io.promptflow4j.core.model.catalog.file.Entry.Scalar;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.Suggestion;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// The fields of one mapping of a catalog file. What is wrong with one goes to the findings, and
/// the field counts as not written.
final class Fields {

  private static final Map<String, Boolean> TRUTHS =
      Map.of("true", true, "yes", true, "false", false, "no", false);
  private static final Pattern COUNT = Pattern.compile("[1-9]\\d{0,15}");
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,12}(\\.\\d{1,12})?");
  private static final Pattern AMOUNT =
      Pattern.compile("\\d{1,12}(\\.\\d{1,12})?([eE][-+]?\\d{1,2})?");

  private final Group group;
  private final Diagnostics found;

  Fields(Group group, Diagnostics found) {
    this.group = group;
    this.found = found;
  }

  /// The mappings of a list.
  static List<Fields> each(Optional<Named> list, String name, Diagnostics found) {
    var all = new ArrayList<Fields>();
    if (list.isEmpty()) {
      return all;
    }
    if (!(list.get().value() instanceof Items(_, var entries))) {
      found.error(
          "catalog-shape", list.get().value().place(), "'%s' must be a list".formatted(name));
      return all;
    }
    for (Entry entry : entries) {
      if (entry instanceof Group one) {
        all.add(new Fields(one, found));
      } else {
        found.error(
            "catalog-shape",
            entry.place(),
            "each entry of '%s' is a mapping, such as '- id: …'".formatted(name));
      }
    }
    return all;
  }

  Place place() {
    return group.place();
  }

  /// Where the value of `key` stands; the mapping's place if it is not there.
  Place placeOf(String key) {
    Named named = group.entries().get(key);
    return named == null ? place() : named.value().place();
  }

  void error(String code, Place place, String message) {
    found.error(code, place, message);
  }

  /// The keys that are written.
  Set<String> keys() {
    return group.entries().keySet();
  }

  Diagnostics found() {
    return found;
  }

  boolean has(String key) {
    return group.entries().containsKey(key);
  }

  Optional<Named> named(String key) {
    return Optional.ofNullable(group.entries().get(key));
  }

  /// Says which keys nobody knows.
  void checkKeys(String what, Set<String> known) {
    if (known.containsAll(group.entries().keySet())) {
      return;
    }
    group
        .entries()
        .forEach((key, named) -> {
          if (!known.contains(key)) {
            found.error(
                "catalog-unknown-key",
                named.key(),
                "%s has no key '%s'.%s".formatted(what, key, Suggestion.didYouMean(key, known)));
          }
        });
  }

  Optional<String> text(String key) {
    return switch (group.entries().get(key)) {
      case null -> Optional.empty();
      case Named(_, Scalar(_, var text)) -> Optional.of(text.strip()).filter(one -> !one.isEmpty());
      case Named(_, Entry other) -> {
        found.error("catalog-shape", other.place(), "'%s' must be one text".formatted(key));
        yield Optional.empty();
      }
    };
  }

  /// A text that has to be there.
  Optional<String> needed(String what, String key) {
    Optional<String> text = text(key);
    if (text.isEmpty() && !has(key)) {
      found.error("catalog-missing-key", place(), "%s needs '%s'".formatted(what, key));
    }
    return text;
  }

  /// The texts of a list, or the one text that stands for a list.
  List<String> texts(String key) {
    return switch (group.entries().get(key)) {
      case null -> List.of();
      case Named(_, Scalar(_, var text)) -> List.of(text.strip());
      case Named(_, Items(_, var entries)) -> texts(key, entries);
      case Named(_, Group(var place, _)) -> {
        found.error("catalog-shape", place, "'%s' must be a list of texts".formatted(key));
        yield List.of();
      }
    };
  }

  private List<String> texts(String key, List<Entry> entries) {
    var texts = new ArrayList<String>(entries.size());
    for (Entry entry : entries) {
      if (entry instanceof Scalar(_, var text)) {
        texts.add(text.strip());
      } else {
        found.error("catalog-shape", entry.place(), "'%s' must be a list of texts".formatted(key));
      }
    }
    return texts;
  }

  /// The values of an enumeration in a list; empty if the key is not there.
  <E extends Enum<E>> Optional<Set<E>> choices(
      String key,
      Class<E> type,
      Function<String, Optional<E>> named,
      Supplier<List<String>> names) {
    if (!has(key)) {
      return Optional.empty();
    }
    var chosen = EnumSet.noneOf(type);
    for (String text : texts(key)) {
      named.apply(text).ifPresentOrElse(chosen::add, () -> noChoice(key, text, names.get()));
    }
    return Optional.of(chosen);
  }

  <E> Optional<E> choice(
      String key, Function<String, Optional<E>> named, Supplier<List<String>> names) {
    Optional<String> text = text(key);
    Optional<E> chosen = text.flatMap(named);
    if (text.isPresent() && chosen.isEmpty()) {
      noChoice(key, text.get(), names.get());
    }
    return chosen;
  }

  private void noChoice(String key, String text, List<String> names) {
    found.error(
        "catalog-value",
        placeOf(key),
        "'%s' can't be '%s'; it is one of %s.%s"
            .formatted(key, text, String.join(", ", names), Suggestion.didYouMean(text, names)));
  }

  /// `yes` or `no`, in any of the ways YAML has for it.
  Optional<Boolean> truth(String key) {
    return choice(
        key,
        text -> Optional.ofNullable(TRUTHS.get(text)),
        () -> List.of("true", "false", "yes", "no"));
  }

  /// A whole number of at least 1, with `_` between digits if need be.
  Optional<Long> count(String key) {
    Optional<String> text = text(key).map(one -> one.replace("_", ""));
    Optional<Long> count = text.filter(one -> COUNT.matcher(one).matches()).map(Long::valueOf);
    if (text.isPresent() && count.isEmpty()) {
      found.error(
          "catalog-value",
          placeOf(key),
          "'%s' is a number of at least 1, not '%s'".formatted(key, text.get()));
    }
    return count;
  }

  /// A price of at least 0.
  Optional<BigDecimal> amount(String key) {
    Optional<String> text = text(key);
    Optional<BigDecimal> amount =
        text.filter(one -> AMOUNT.matcher(one).matches()).map(BigDecimal::new);
    if (text.isPresent() && amount.isEmpty()) {
      found.error(
          "catalog-value",
          placeOf(key),
          "'%s' is a price in figures, such as 2.50, not '%s'; leave it out if it is unknown"
              .formatted(key, text.get()));
    }
    return amount;
  }

  /// A number, which has to be there.
  Optional<BigDecimal> number(String key) {
    Optional<String> text = needed("a range", key);
    Optional<BigDecimal> number =
        text.filter(one -> NUMBER.matcher(one).matches()).map(BigDecimal::new);
    if (text.isPresent() && number.isEmpty()) {
      found.error(
          "catalog-value",
          placeOf(key),
          "'%s' is a number such as 0 or 1.5, not '%s'".formatted(key, text.get()));
    }
    return number;
  }

  /// The mappings in a mapping, by name.
  SequencedMap<String, Fields> groups(String key) {
    var groups = new LinkedHashMap<String, Fields>();
    switch (group.entries().get(key)) {
      case null -> {}
      case Named(_, Group(_, var entries)) ->
          entries.forEach((name, named) -> {
            if (named.value() instanceof Group one) {
              groups.put(name, new Fields(one, found));
            } else {
              found.error(
                  "catalog-shape",
                  named.value().place(),
                  "'%s' must be a mapping, such as {least: 0, most: 2}".formatted(name));
            }
          });
      case Named(_, Entry other) ->
          found.error("catalog-shape", other.place(), "'%s' must be a mapping".formatted(key));
    }
    return groups;
  }

  Optional<LocalDate> date(String key) {
    Optional<String> text = text(key);
    try {
      return text.map(LocalDate::parse);
    } catch (DateTimeException _) {
      found.error(
          "catalog-value",
          placeOf(key),
          "'%s' is a day such as 2026-01-31, not '%s'".formatted(key, text.orElse("")));
      return Optional.empty();
    }
  }
}
