package io.promptflow4j.evaluators.statistics;

import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.statistics.paired.BinaryPairs;
import io.promptflow4j.evaluators.statistics.paired.PairedSample;
import java.util.List;

/// The input of a reference case.
record Given(Value.Mapping input) {

  double number(String name) {
    return number(value(name));
  }

  int count(String name) {
    return (int) number(name);
  }

  boolean flag(String name) {
    return value(name) instanceof Value.Bool flag && flag.isTrue();
  }

  String text(String name) {
    return text(value(name));
  }

  double[] numbers(String name) {
    return numbers(value(name));
  }

  List<String> texts(String name) {
    return items(value(name)).stream().map(Given::text).toList();
  }

  int[][] table(String name) {
    return items(value(name)).stream()
        .map(row -> items(row).stream().mapToInt(cell -> (int) number(cell)).toArray())
        .toArray(int[][]::new);
  }

  List<List<Double>> lists(String name) {
    return items(value(name)).stream()
        .map(row -> items(row).stream().map(Given::number).toList())
        .toList();
  }

  PairedSample pairs() {
    return PairedSample.of(numbers("baseline"), numbers("candidate"));
  }

  BinaryPairs counts() {
    double[] counts = numbers("table");
    return new BinaryPairs((int) counts[0], (int) counts[1], (int) counts[2], (int) counts[3]);
  }

  private Value value(String name) {
    Value value = input.get(name);
    return value == null ? Value.Null.NULL : value;
  }

  /// One number, or the numbers of a list.
  static double[] numbers(Value value) {
    return value instanceof Value.Sequence
        ? items(value).stream().mapToDouble(Given::number).toArray()
        : new double[] {number(value)};
  }

  static String text(Value value) {
    return value instanceof Value.Text text ? text.text() : "";
  }

  private static List<Value> items(Value value) {
    return value instanceof Value.Sequence list ? list.items() : List.of();
  }

  private static double number(Value value) {
    return switch (value) {
      case Value.Whole whole -> whole.number().doubleValue();
      case Value.Decimal decimal -> decimal.number();
      default -> throw new IllegalArgumentException("not a number: " + value);
    };
  }
}
