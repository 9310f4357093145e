package io.promptflow4j.evaluators.evaluation.judging;

import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.util.Locale;
import java.util.Optional;

/// What a judge found about one claim, document or statement.
///
/// @param about the item as the judge wrote it, with the judge's reason
record Finding(Kind kind, String about) {

  enum Kind {
    RIGHT,
    WRONG,
    MISSING
  }

  /// Reads one item of a judge's list; empty if `field` is not in it or is no finding.
  static Optional<Finding> of(Value item, String field) {
    if (!(item instanceof Value.Mapping mapping)) {
      return Optional.empty();
    }
    return Optional.ofNullable(mapping.get(field))
        .flatMap(Finding::kind)
        .map(kind -> new Finding(kind, about(mapping, field)));
  }

  private static Optional<Kind> kind(Value value) {
    return switch (PythonText.str(value).strip().toLowerCase(Locale.ROOT)) {
      case "true", "yes", "1", "right" -> Optional.of(Kind.RIGHT);
      case "false", "no", "0", "wrong" -> Optional.of(Kind.WRONG);
      case "missing" -> Optional.of(Kind.MISSING);
      default -> Optional.empty();
    };
  }

  private static String about(Value.Mapping item, String field) {
    String reason = "";
    String about = "";
    for (var entry : item.entries().entrySet()) {
      if (entry.getKey().equals("reason")) {
        reason = PythonText.str(entry.getValue());
      } else if (about.isEmpty() && !entry.getKey().equals(field)) {
        about = PythonText.str(entry.getValue());
      }
    }
    return reason.isEmpty() ? about : "%s (%s)".formatted(about, reason);
  }
}
