package io.promptflow4j.evaluators.evaluation.judging;

import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.Optional;

/// Which of two answers is better, from two verdicts: one that saw answer A first and one that saw
/// answer B first.
///
/// A judge that prefers a place prefers another answer each time; its verdicts disagree, and then
/// neither answer has won.
enum PairVerdict {
  ANSWER_A,
  ANSWER_B,
  TIE;

  private static Optional<PairVerdict> read(Value verdict, PairVerdict first, PairVerdict second) {
    return switch (PythonText.str(field(verdict, "label"))) {
      case "first" -> Optional.of(first);
      case "second" -> Optional.of(second);
      case "tie" -> Optional.of(TIE);
      default -> Optional.empty();
    };
  }

  /// Puts two settled verdicts together, each a mapping with `label` and `reason`.
  static Value.Mapping together(Value ab, Value ba) {
    Optional<PairVerdict> one = read(ab, ANSWER_A, ANSWER_B);
    Optional<PairVerdict> other = read(ba, ANSWER_B, ANSWER_A);
    boolean judged = one.isPresent() && other.isPresent();
    boolean agreed = one.equals(other);
    var fields = new LinkedHashMap<String, Value>();
    fields.put("label", judged ? Value.of(label(agreed ? one.get() : TIE)) : Value.Null.NULL);
    fields.put("agreed", judged ? Value.of(agreed) : Value.Null.NULL);
    fields.put(
        "reason",
        Value.of(
            "answer A first, %s\nanswer B first, %s".formatted(said(one, ab), said(other, ba))));
    return new Value.Mapping(fields);
  }

  private static String said(Optional<PairVerdict> verdict, Value reading) {
    return "%s: %s"
        .formatted(
            verdict.map(PairVerdict::label).orElse("no verdict"),
            PythonText.str(field(reading, "reason")));
  }

  private static String label(PairVerdict verdict) {
    return switch (verdict) {
      case ANSWER_A -> "answer_a";
      case ANSWER_B -> "answer_b";
      case TIE -> "tie";
    };
  }

  private static Value field(Value reading, String name) {
    Value found = reading instanceof Value.Mapping mapping ? mapping.get(name) : null;
    return found == null ? Value.Null.NULL : found;
  }
}
