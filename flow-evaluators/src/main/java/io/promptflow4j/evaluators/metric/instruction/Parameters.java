package io.promptflow4j.evaluators.metric.instruction;

import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/// The parameters of one instruction, read strictly: IFEval draws a missing one by lot, which says
/// nothing of a response.
record Parameters(Value.Mapping values) {

  /// A parameter is missing or of the wrong kind; it doesn't leave this package.
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1;

    Unusable(String why) {
      super(why);
    }
  }

  String text(String name) throws Unusable {
    if (values.get(name) instanceof Value.Text(var text) && !text.isBlank()) {
      return text.strip();
    }
    throw new Unusable("needs the text '" + name + "'");
  }

  List<String> texts(String name) throws Unusable {
    var texts = new ArrayList<String>();
    if (values.get(name) instanceof Value.Sequence(var items)) {
      for (Value item : items) {
        if (item instanceof Value.Text(var text) && !text.isBlank()) {
          texts.add(text);
        }
      }
    }
    if (texts.isEmpty()) {
      throw new Unusable("needs the list of texts '" + name + "'");
    }
    return texts;
  }

  /// A whole number from 0; data sets also write it as 3.0.
  int count(String name) throws Unusable {
    double number =
        switch (values.get(name)) {
          case Value.Whole whole -> whole.clampedToInt();
          case Value.Decimal(double decimal) -> decimal;
          case null, default -> -1;
        };
    if (number < 0 || number != Math.rint(number)) {
      throw new Unusable("needs the whole number '" + name + "'");
    }
    return (int) number;
  }

  /// `less than` or `at least` the given count.
  IntPredicate bound(String relation, String count) throws Unusable {
    int limit = count(count);
    return switch (text(relation)) {
      case "less than" -> found -> found < limit;
      case "at least" -> found -> found >= limit;
      default -> throw new Unusable("'" + relation + "' is 'less than' or 'at least'");
    };
  }
}
