package io.promptflow4j.core.definition.compose;

import io.promptflow4j.core.definition.FlowPart;
import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.value.Value;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The keys of one part of a flow file, by what they should hold.
///
/// What holds something else is reported as `wrong-shape`: as an error where the content had a
/// meaning that is now lost, as a warning where prompt flow takes no notice. A key that holds
/// nothing (`name:`) counts as not written.
public final class PartReader {

  private static final int MAX_UNKNOWN = 20;

  private final FlowPart part;
  private final String title;
  private final List<Written.Field> fields;
  private final Findings findings;

  /// @param title how messages call this piece of the file: `node 'ask'`
  public PartReader(FlowPart part, String title, Written.Fields fields, Findings findings) {
    this.part = part;
    this.title = title;
    this.fields = fields.fields();
    this.findings = findings;
  }

  /// Hints at keys that the part doesn't know.
  public void checkKeys() {
    int unknown = 0;
    for (Written.Field field : fields) {
      if (!part.names().contains(field.key().value()) && ++unknown <= MAX_UNKNOWN) {
        findings.hint(
            "unknown-key",
            field.key().place(),
            "%s has no key '%s'; it is ignored.%s"
                .formatted(
                    title,
                    Shown.text(field.key().value()),
                    Suggestion.didYouMean(field.key().value(), part.names())));
      }
    }
  }

  private Optional<Written.Field> field(String key) {
    part.key(key);
    for (Written.Field field : fields) {
      if (field.key().value().equals(key)) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }

  /// Where `key` stands.
  public Optional<Place> placeOf(String key) {
    return field(key).map(field -> field.key().place());
  }

  /// Whatever stands under `key`, `null` included.
  public Optional<Written> written(String key) {
    return field(key).map(Written.Field::content);
  }

  /// Whatever stands under `key` unless it is `null`.
  public Optional<Written> content(String key) {
    return written(key).filter(content -> !isNull(content));
  }

  public static boolean isNull(Written content) {
    return content instanceof Written.Scalar(Value.Null _, _, _);
  }

  /// The text under `key`; a number or truth value is taken as its text.
  public Optional<Located<String>> text(String key) {
    return content(key).flatMap(content -> text(key, content));
  }

  private Optional<Located<String>> text(String key, Written content) {
    if (content instanceof Written.Scalar(Value value, Place place, _)) {
      return Optional.of(new Located<>(YamlScalars.keyText(value), place));
    }
    findings.lost(
        content.place(),
        "%s: '%s' is %s, but a text was expected.".formatted(title, key, kind(content)));
    return Optional.empty();
  }

  /// The text under a `key` that nothing depends on.
  public Optional<Located<String>> note(String key) {
    Optional<Written> content = content(key);
    if (content.isPresent() && !(content.get() instanceof Written.Scalar)) {
      findings.warning(
          "wrong-shape",
          content.get().place(),
          "%s: '%s' is %s, but a text was expected; it is ignored."
              .formatted(title, key, kind(content.get())));
      return Optional.empty();
    }
    return content.flatMap(scalar -> text(key, scalar));
  }

  /// The truth value under `key`. Anything else draws a warning: a text counts as what it says, the
  /// rest as in Python, where zero and whatever is empty are false.
  public Optional<Located<Boolean>> flag(String key) {
    return content(key)
        .map(content -> {
          boolean truth = isTrue(content.value());
          if (!(content.value() instanceof Value.Bool)) {
            findings.warning(
                "wrong-shape",
                content.place(),
                "%s: '%s' is %s, but true or false was expected; it counts as %s. Write '%s: %s'."
                    .formatted(title, key, kind(content), truth, key, truth));
          }
          return new Located<>(truth, content.place());
        });
  }

  private static boolean isTrue(Value value) {
    return switch (value) {
      case Value.Bool truth -> truth.isTrue();
      case Value.Text(var text) ->
          switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "", "false", "no", "off", "n", "0" -> false;
            default -> true;
          };
      case Value.Whole(var number) -> number.signum() != 0;
      case Value.Decimal(var number) -> number != 0;
      case Value.Null _ -> false;
      case Value.Sequence(var items) -> !items.isEmpty();
      case Value.Mapping(var entries) -> !entries.isEmpty();
      case Value.Image _ -> true;
    };
  }

  /// The mapping under `key`, with names of the author's own.
  public List<Written.Field> fields(String key, String remedy) {
    return switch (content(key).orElse(null)) {
      case null -> List.of();
      case Written.Fields(var entries, _) -> entries;
      case Written.Scalar other -> lostFields(key, other, remedy);
      case Written.Items other -> lostFields(key, other, remedy);
    };
  }

  private List<Written.Field> lostFields(String key, Written other, String remedy) {
    findings.lost(
        other.place(),
        "%s: '%s' is %s, but a mapping was expected; %s."
            .formatted(title, key, kind(other), remedy));
    return List.of();
  }

  /// How messages call a piece of data.
  public static String kind(Written content) {
    return switch (content) {
      case Written.Fields _ -> "a mapping";
      case Written.Items _ -> "a list";
      case Written.Scalar(Value value, _, _) ->
          switch (value) {
            case Value.Text _ -> "a text";
            case Value.Whole _, Value.Decimal _ -> "a number";
            case Value.Bool _ -> "true or false";
            case Value.Null _ -> "empty";
            case Value.Sequence _, Value.Mapping _, Value.Image _ -> "data";
          };
    };
  }
}
