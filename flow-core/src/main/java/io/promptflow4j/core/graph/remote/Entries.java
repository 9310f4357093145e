package io.promptflow4j.core.graph.remote;

import io.promptflow4j.core.definition.FlowPart;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.definition.compose.Findings;
import io.promptflow4j.core.definition.compose.PartReader;
import io.promptflow4j.core.graph.reference.Shown;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The entries of one mapping of a node, each of which is read once.
///
/// @param code the code of findings
/// @param what whose entries they are, for messages
public record Entries(String code, String what, Written.Fields fields, Diagnostics diagnostics) {

  /// What stands under `key`, unless that is nothing.
  public Optional<Written> entry(String key) {
    return fields.fields().stream()
        .filter(field -> field.key().value().equals(key))
        .findFirst()
        .map(Written.Field::content)
        .filter(content -> !(content.value() instanceof Value.Null));
  }

  /// The fields of the mapping under `key`; none if there is no such thing.
  public List<Written.Field> mapping(String key) {
    return switch (entry(key).orElse(null)) {
      case null -> List.of();
      case Written.Fields inner -> inner.fields();
      case Written other -> {
        wrong(other.place(), "'%s' has to be a mapping of names to values".formatted(key));
        yield List.of();
      }
    };
  }

  /// Hints at keys that the part does not know.
  public void checkKeys(FlowPart part) {
    new PartReader(part, what, fields, new Findings(diagnostics)).checkKeys();
  }

  /// A text.
  public Optional<String> text(String key) {
    Optional<Written> written = entry(key);
    if (written.isPresent() && !(written.get() instanceof Written.Scalar)) {
      wrong(written.get().place(), "'%s' has to be a text".formatted(key));
      return Optional.empty();
    }
    return written.map(Written::value).map(PythonText::str).map(String::strip);
  }

  /// One of some words, in small letters; `other` if there is none.
  public String word(String key, Collection<String> words, String other) {
    Optional<Written> written = entry(key);
    if (written.isEmpty()) {
      return other;
    }
    String word =
        switch (written.get().value()) {
          case Value.Bool truth -> truth.isTrue() ? "true" : "false";
          case Value value -> PythonText.str(value).strip();
        };
    if (words.contains(word)) {
      return word;
    }
    wrong(
        written.get().place(),
        "'%s' is %s, but has to be '%s'"
            .formatted(key, Shown.name(word), String.join("', '", words)),
        Suggestion.didYouMean(word, words));
    return other;
  }

  /// A whole number in bounds; `other` if there is none.
  public int whole(String key, int least, int most, int other) {
    return entry(key).map(written -> whole(key, written, least, most, other)).orElse(other);
  }

  public int whole(String key, Written written, int least, int most, int other) {
    String text = PythonText.str(written.value()).strip();
    if (text.matches("\\d{1,9}")
        && Integer.parseInt(text) >= least
        && Integer.parseInt(text) <= most) {
      return Integer.parseInt(text);
    }
    wrong(
        written.place(),
        "'%s' is %s, but has to be a whole number from %d to %d"
            .formatted(key, Shown.name(text), least, most));
    return other;
  }

  /// Says that something is wrong.
  public void wrong(Place place, String problem) {
    wrong(place, problem, "");
  }

  private void wrong(Place place, String problem, String remedy) {
    diagnostics.error(code, place, "%s: %s.%s".formatted(what, problem, remedy));
  }
}
