package io.promptflow4j.evaluators.evaluation.declaration;

import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.value.Value;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The keys of one mapping of an `evaluator.yaml`; what they should not hold is reported.
///
/// @param title how messages call it: `output 'score'`
record Section(String title, Written.Fields fields, Diagnostics diagnostics) {

  /// A mapping; empty, and reported, if it is something else.
  static Optional<Section> of(String title, Written written, Diagnostics diagnostics) {
    if (written instanceof Written.Fields fields) {
      return Optional.of(new Section(title, fields, diagnostics));
    }
    diagnostics.error(
        "wrong-shape", written.place(), "%s has to be a mapping of keys.".formatted(title));
    return Optional.empty();
  }

  void allowOnly(List<String> keys) {
    for (Written.Field field : fields.fields()) {
      String key = field.key().value();
      if (!keys.contains(key)) {
        diagnostics.error(
            "unknown-key",
            field.key().place(),
            "%s has no key '%s'; it has %s.%s"
                .formatted(title, key, String.join(", ", keys), Suggestion.didYouMean(key, keys)));
      }
    }
  }

  Optional<Written> find(String key) {
    return fields.fields().stream()
        .filter(field -> field.key().value().equals(key))
        .map(Written.Field::content)
        .filter(content -> content.value() != Value.Null.NULL)
        .findFirst();
  }

  Optional<String> text(String key) {
    return find(key).flatMap(written -> text(key, written));
  }

  private Optional<String> text(String key, Written written) {
    Optional<String> text = scalarText(written);
    if (text.isEmpty()) {
      wrong(key, written.place(), "a text");
    }
    return text;
  }

  /// A text; a truth value, which YAML makes of an unquoted `true`, is the text it was written as.
  private static Optional<String> scalarText(Written written) {
    return switch (written.value()) {
      case Value.Text(var text) -> Optional.of(text.strip());
      case Value.Bool truth -> Optional.of(String.valueOf(truth.isTrue()));
      case Value.Whole(var number) -> Optional.of(number.toString());
      case Value.Decimal(var number) -> Optional.of(String.valueOf(number));
      case Value.Null _, Value.Sequence _, Value.Mapping _, Value.Image _ -> Optional.empty();
    };
  }

  /// A list of texts; one text is a list of one.
  List<String> texts(String key) {
    Optional<Written> found = find(key);
    if (found.isEmpty()) {
      return List.of();
    }
    return found.get() instanceof Written.Items(var items, Place _)
        ? items.stream().flatMap(item -> text(key, item).stream()).toList()
        : text(key, found.get()).stream().toList();
  }

  Optional<Double> number(String key) {
    Optional<Written> found = find(key);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    return switch (found.get().value()) {
      case Value.Whole(var number) -> Optional.of(number.doubleValue());
      case Value.Decimal(var number) when Double.isFinite(number) -> Optional.of(number);
      default -> {
        wrong(key, found.get().place(), "a finite number");
        yield Optional.empty();
      }
    };
  }

  boolean isTrue(String key) {
    Optional<Written> found = find(key);
    if (found.isPresent() && !(found.get().value() instanceof Value.Bool)) {
      wrong(key, found.get().place(), "true or false");
    }
    return found.filter(written -> written.value() == Value.Bool.TRUE).isPresent();
  }

  /// One of the constants of an enum, in lower case.
  <E extends Enum<E>> Optional<E> choice(String key, List<E> constants) {
    Optional<String> text = text(key);
    Optional<E> found =
        text.flatMap(
            name -> constants.stream().filter(one -> written(one).equals(name)).findFirst());
    if (text.isPresent() && found.isEmpty()) {
      List<String> names = constants.stream().map(Section::written).toList();
      diagnostics.error(
          "wrong-shape",
          find(key).orElseThrow().place(),
          "'%s' of %s is one of %s, not '%s'.%s"
              .formatted(
                  key,
                  title,
                  names.stream().collect(Collectors.joining(", ")),
                  text.get(),
                  Suggestion.didYouMean(text.get(), names)));
    }
    return found;
  }

  static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /// The entries of a mapping under a key, with the places of their names.
  List<Written.Field> entries(String key) {
    return find(key).stream()
        .flatMap(written -> of("'%s' of %s".formatted(key, title), written, diagnostics).stream())
        .flatMap(section -> section.fields().fields().stream())
        .toList();
  }

  Place placeOf(String key) {
    return find(key).map(Written::place).orElse(fields.place());
  }

  /// Names that the flow does not have.
  static void checkKnown(
      String what, List<Located<String>> names, List<String> known, Diagnostics diagnostics) {
    for (Located<String> name : names) {
      if (!known.contains(name.value())) {
        diagnostics.error(
            "unknown-key",
            name.place(),
            "the flow has no %s '%s'; it has %s.%s"
                .formatted(
                    what,
                    name.value(),
                    known.isEmpty() ? "none" : String.join(", ", known),
                    Suggestion.didYouMean(name.value(), known)));
      }
    }
  }

  private void wrong(String key, Place place, String expected) {
    diagnostics.error(
        "wrong-shape", place, "'%s' of %s has to be %s.".formatted(key, title, expected));
  }
}
