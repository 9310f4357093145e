package io.promptflow4j.evaluators.evaluation.judging;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Several judges' votes on one row, and the score they come to.
///
/// @param votes of the seats that gave one
/// @param seats how many were asked
record Jury(List<Double> votes, int seats, List<String> reasons) {

  Jury {
    votes = List.copyOf(votes);
    reasons = List.copyOf(reasons);
  }

  /// Reads what the seats settled on: mappings with `score` and `reason`, or null.
  static Jury of(List<Value> settled) {
    var votes = new ArrayList<Double>();
    var reasons = new ArrayList<String>();
    for (int seat = 1; seat <= settled.size(); seat++) {
      Value vote = settled.get(seat - 1);
      Optional<Double> score = number(field(vote, "score"));
      score.ifPresent(votes::add);
      String said = score.map(Jury::shown).orElse("no score");
      reasons.add("judge %d, %s: %s".formatted(seat, said, PythonText.str(field(vote, "reason"))));
    }
    return new Jury(votes, settled.size(), reasons);
  }

  /// The middle vote; of an even number, the mean of the two in the middle.
  double median() {
    List<Double> sorted = votes.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /// What more than half of the votes say, if there is such a thing.
  Optional<Double> majority() {
    Map<Double, Long> counts = votes.stream().collect(groupingBy(vote -> vote, counting()));
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() * 2 > votes.size())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /// The highest vote less the lowest.
  double spread() {
    return votes.stream().mapToDouble(Double::doubleValue).max().orElse(0)
        - votes.stream().mapToDouble(Double::doubleValue).min().orElse(0);
  }

  Value.Mapping decide(boolean byMajority, int quorum) {
    if (votes.size() < quorum) {
      return decided(
          Optional.empty(),
          "%d of %d judges gave a score, %d are needed".formatted(votes.size(), seats, quorum));
    }
    return byMajority
        ? decided(majority(), "no score has a majority")
        : decided(Optional.of(median()), "");
  }

  private Value.Mapping decided(Optional<Double> score, String whyNot) {
    String said = String.join("\n", reasons);
    var fields = new LinkedHashMap<String, Value>();
    fields.put("score", score.<Value>map(Value::of).orElse(Value.Null.NULL));
    fields.put("spread", votes.size() < 2 ? Value.Null.NULL : Value.of(spread()));
    fields.put("votes", Value.of(votes.size()));
    fields.put("reason", Value.of(score.isPresent() ? said : whyNot + "\n" + said));
    return new Value.Mapping(fields);
  }

  private static String shown(double vote) {
    return PythonText.str(Value.of(vote));
  }

  private static Value field(Value vote, String name) {
    Value found = vote instanceof Value.Mapping mapping ? mapping.get(name) : null;
    return found == null ? Value.Null.NULL : found;
  }

  private static Optional<Double> number(Value value) {
    return switch (value) {
      case Value.Whole(var number) -> Optional.of(number.doubleValue());
      case Value.Decimal(var number) -> Optional.of(number).filter(Double::isFinite);
      case Value.Text _,
          Value.Bool _,
          Value.Null _,
          Value.Sequence _,
          Value.Mapping _,
          Value.Image _ ->
          Optional.empty();
    };
  }
}
