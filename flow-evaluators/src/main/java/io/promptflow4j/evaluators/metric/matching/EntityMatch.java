package io.promptflow4j.evaluators.metric.matching;

import io.promptflow4j.evaluators.metric.Score;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/// Extracted entities against expected ones, ignoring case and order, as in prompt flow's
/// `eval-entity-match-rate`. Each is 1 or 0, higher is better.
///
/// `exact`: the same entities, each as often. `partial`: every entity of the answer is an expected
/// one; an answer without entities therefore passes it, as it does there.
public record EntityMatch(Score exact, Score partial) {

  private static final String STRIPPED = " \t.\"";

  public static EntityMatch of(List<String> found, List<String> expected) {
    List<String> foundSorted = lowered(found);
    List<String> expectedSorted = lowered(expected);
    return new EntityMatch(
        Score.of(foundSorted.equals(expectedSorted)),
        Score.of(new HashSet<>(expectedSorted).containsAll(foundSorted)));
  }

  /// Entities written with commas between them, without blanks, dots and quotes around each.
  public static List<String> entities(String text) {
    var entities = new ArrayList<String>();
    for (String part : text.split(",", -1)) {
      String entity = stripped(part);
      if (!entity.isEmpty()) {
        entities.add(entity);
      }
    }
    return List.copyOf(entities);
  }

  private static String stripped(String part) {
    int start = 0;
    int end = part.length();
    while (start < end && STRIPPED.indexOf(part.charAt(start)) >= 0) {
      start++;
    }
    while (end > start && STRIPPED.indexOf(part.charAt(end - 1)) >= 0) {
      end--;
    }
    return part.substring(start, end);
  }

  private static List<String> lowered(List<String> entities) {
    return entities.stream().map(entity -> entity.toLowerCase(Locale.ROOT)).sorted().toList();
  }
}
