package io.promptflow4j.evaluators.evaluation.tool;

import io.promptflow4j.core.tool.ToolParameter;
import io.promptflow4j.core.tool.java.ToolArguments;
import io.promptflow4j.core.value.Coercion;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.util.List;
import java.util.Optional;

/// The arguments of a tool as metrics take them. What a row lacks makes it not scored; that is
/// [NotScorable], which does not leave this package.
final class Given {

  /// The row can't be scored, and why.
  static final class NotScorable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotScorable(String why) {
      super(why);
    }

    String why() {
      return String.valueOf(getMessage());
    }
  }

  private final ToolArguments arguments;

  Given(ToolArguments arguments) {
    this.arguments = arguments;
  }

  /// A parameter that takes any data as it is.
  static ToolParameter needed(String name) {
    return new ToolParameter(name, List.of(new ToolParameter.Type.OfValue(ValueType.ANY)), true);
  }

  /// As [#needed], but it may be left out.
  static ToolParameter optional(String name) {
    return new ToolParameter(name, List.of(new ToolParameter.Type.OfValue(ValueType.ANY)), false);
  }

  /// What is given; empty if nothing or null is.
  Optional<Value> value(String name) {
    return arguments.optionalValue(name).filter(value -> value != Value.Null.NULL);
  }

  /// What is given as text; data that is none is written as JSON, numbers and truth values as
  /// Python writes them.
  ///
  /// @throws NotScorable if nothing is given
  String text(String name) {
    return value(name).map(Given::textOf).orElseThrow(() -> missing(name));
  }

  /// As [#text], or empty if nothing is given or the text is.
  Optional<String> optionalText(String name) {
    return value(name).map(Given::textOf).filter(text -> !text.isEmpty());
  }

  static String textOf(Value value) {
    return switch (value) {
      case Value.Text(var text) -> text;
      case Value.Mapping _, Value.Sequence _, Value.Image _ -> Json.write(value);
      case Value.Whole _, Value.Decimal _, Value.Bool _, Value.Null _ -> PythonText.str(value);
    };
  }

  /// A number; text that holds one is read as it.
  ///
  /// @throws NotScorable if it is none
  Optional<Double> number(String name) {
    return value(name)
        .filter(value -> !value.equals(Value.Text.EMPTY))
        .map(value ->
            switch (Coercion.to(ValueType.DOUBLE, value)) {
              case Coercion.Fits(Value.Decimal(var number)) when Double.isFinite(number) -> number;
              case Coercion.Fits _, Coercion.Refused _ ->
                  throw new NotScorable("'%s' is not a finite number".formatted(name));
            });
  }

  double neededNumber(String name) {
    return number(name).orElseThrow(() -> missing(name));
  }

  boolean isTrue(String name) {
    return value(name)
        .map(value -> Coercion.to(ValueType.BOOL, value))
        .filter(read -> read instanceof Coercion.Fits(var truth) && truth == Value.Bool.TRUE)
        .isPresent();
  }

  /// Data; a text that is JSON is read as such.
  ///
  /// @throws NotScorable if nothing is given
  Value data(String name) {
    Value value = value(name).orElseThrow(() -> missing(name));
    if (value instanceof Value.Text(var text)) {
      try {
        return Json.read(text);
      } catch (JsonSyntaxException _) {
        return value;
      }
    }
    return value;
  }

  /// The items of a list; a JSON text that is one counts.
  ///
  /// @throws NotScorable if it is no list
  List<Value> items(String name) {
    if (data(name) instanceof Value.Sequence(var items)) {
      return items;
    }
    throw new NotScorable("'%s' is not a list".formatted(name));
  }

  static NotScorable missing(String name) {
    return new NotScorable("there is no '%s'".formatted(name));
  }
}
