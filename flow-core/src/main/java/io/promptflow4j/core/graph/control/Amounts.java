package io.promptflow4j.core.graph.control;

import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.graph.reference.Shown;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/// Reads the numbers and words under the keys of control.
final class Amounts {

  private final Diagnostics diagnostics;

  Amounts(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /// A whole number in bounds.
  Optional<Integer> whole(String what, Written written, int least, int most) {
    Optional<Integer> number =
        text(written)
            .filter(text -> text.matches("\\d{1,9}"))
            .map(Integer::valueOf)
            .filter(found -> found >= least && found <= most);
    if (number.isEmpty()) {
      wrong(what, written, "a whole number from %d to %d".formatted(least, most));
    }
    return number;
  }

  /// A number of seconds.
  Optional<Duration> seconds(String what, Written written, boolean zeroToo, int most) {
    Optional<Duration> time =
        text(written)
            .filter(text -> text.matches("\\d{1,6}(\\.\\d{1,3})?"))
            .map(text -> Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000)))
            .filter(found -> zeroToo || !found.isZero())
            .filter(found -> found.compareTo(Duration.ofSeconds(most)) <= 0);
    if (time.isEmpty()) {
      String least = zeroToo ? "from 0" : "above 0 and";
      wrong(what, written, "a number of seconds %s up to %d".formatted(least, most));
    }
    return time;
  }

  /// One of some words.
  Optional<String> word(String what, Written written, Collection<String> words) {
    Optional<String> word = text(written).filter(words::contains);
    if (word.isEmpty()) {
      String similar = text(written).map(text -> Suggestion.didYouMean(text, words)).orElse("");
      wrong(
          what, written.place(), shown(written), "'" + String.join("' or '", words) + "'", similar);
    }
    return word;
  }

  void wrong(String what, Written written, String expected) {
    wrong(what, written.place(), shown(written), expected, "");
  }

  private void wrong(String what, Place place, String is, String expected, String remedy) {
    diagnostics.error(
        "wrong-control",
        place,
        "%s is %s, but has to be %s.%s".formatted(what, is, expected, remedy));
  }

  /// Says that `key` is not there.
  void missing(String what, Place place, String key, String example) {
    diagnostics.error(
        "wrong-control", place, "%s has no '%s'; write '%s'.".formatted(what, key, example));
  }

  private static Optional<String> text(Written written) {
    return written instanceof Written.Scalar(Value value, _, _) && !(value instanceof Value.Bool)
        ? Optional.of(PythonText.str(value).strip())
        : Optional.empty();
  }

  private static String shown(Written written) {
    return switch (written) {
      case Written.Scalar(Value value, _, _) -> Shown.name(PythonText.repr(value));
      case Written.Items _ -> "a list";
      case Written.Fields _ -> "a mapping";
    };
  }
}
