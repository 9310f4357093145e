package io.promptflow4j.evaluators.statistics;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptflow4j.evaluators.statistics.paired.BinaryPairs;
import io.promptflow4j.evaluators.statistics.paired.PairedSample;
import java.util.ArrayList;
import java.util.List;

/// The input of a reference case.
record Given(JsonNode input) {

  double number(String name) {
    return input.path(name).asDouble();
  }

  int count(String name) {
    return input.path(name).asInt();
  }

  boolean flag(String name) {
    return input.path(name).asBoolean();
  }

  String text(String name) {
    return input.path(name).asText();
  }

  double[] numbers(String name) {
    return numbers(input.path(name));
  }

  List<String> texts(String name) {
    var texts = new ArrayList<String>();
    input.path(name).forEach(text -> texts.add(text.asText()));
    return texts;
  }

  int[][] table(String name) {
    JsonNode rows = input.path(name);
    var table = new int[rows.size()][];
    for (int i = 0; i < table.length; i++) {
      double[] row = numbers(rows.get(i));
      table[i] = new int[row.length];
      for (int j = 0; j < row.length; j++) {
        table[i][j] = (int) row[j];
      }
    }
    return table;
  }

  List<List<Double>> lists(String name) {
    var lists = new ArrayList<List<Double>>();
    for (JsonNode row : input.path(name)) {
      var list = new ArrayList<Double>();
      row.forEach(value -> list.add(value.asDouble()));
      lists.add(list);
    }
    return lists;
  }

  PairedSample pairs() {
    return PairedSample.of(numbers("baseline"), numbers("candidate"));
  }

  BinaryPairs counts() {
    double[] counts = numbers("table");
    return new BinaryPairs((int) counts[0], (int) counts[1], (int) counts[2], (int) counts[3]);
  }

  static double[] numbers(JsonNode array) {
    var numbers = new double[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = array.get(i).asDouble();
    }
    return numbers;
  }
}
