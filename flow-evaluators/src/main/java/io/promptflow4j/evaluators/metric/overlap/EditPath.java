package io.promptflow4j.evaluators.metric.overlap;

import java.util.Arrays;
import java.util.List;

/// A shortest way of single-word edits from an answer to a reference, searched near the diagonal.
///
/// A word is wrong on its side if it was inserted, deleted or replaced.
final class EditPath {

  private static final int BEAM = 25;
  private static final int UNREACHED = Integer.MAX_VALUE / 2;

  private enum Step {
    NONE,
    KEEP,
    REPLACE,
    DELETE,
    INSERT
  }

  private final int edits;
  private final int[] partner;
  private final boolean[] wrongInAnswer;
  private final boolean[] wrongInReference;

  private EditPath(int edits, int[] partner, boolean[] wrongInAnswer, boolean[] wrongInReference) {
    this.edits = edits;
    this.partner = partner;
    this.wrongInAnswer = wrongInAnswer;
    this.wrongInReference = wrongInReference;
  }

  int edits() {
    return edits;
  }

  /// The place in the answer that reference word `j` was written over or after, −1 for before the
  /// beginning.
  int partner(int j) {
    return partner[j];
  }

  boolean isAnswerWrong(int from, int length) {
    return anyWrong(wrongInAnswer, from, length);
  }

  boolean isReferenceWrong(int from, int length) {
    return anyWrong(wrongInReference, from, length);
  }

  private static boolean anyWrong(boolean[] wrong, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (wrong[i]) {
        return true;
      }
    }
    return false;
  }

  static EditPath of(List<String> answer, List<String> reference) {
    int rows = answer.size() + 1;
    int columns = reference.size() + 1;
    var costs = new int[rows][columns];
    var steps = new Step[rows][columns];
    for (int i = 0; i < rows; i++) {
      Arrays.fill(costs[i], UNREACHED);
      Arrays.fill(steps[i], Step.NONE);
    }
    for (int j = 0; j < columns; j++) {
      costs[0][j] = j;
      steps[0][j] = Step.INSERT;
    }
    double slope = answer.isEmpty() ? 1 : (double) reference.size() / answer.size();
    int beam = BEAM < slope / 2 ? (int) Math.ceil(slope / 2 + BEAM) : BEAM;
    for (int i = 1; i < rows; i++) {
      int diagonal = (int) Math.floor(i * slope);
      int end = i == rows - 1 ? columns : Math.min(columns, diagonal + beam);
      for (int j = Math.max(0, diagonal - beam); j < end; j++) {
        boolean equal = j > 0 && answer.get(i - 1).equals(reference.get(j - 1));
        fill(costs, steps, i, j, equal);
      }
    }
    return walkBack(costs[rows - 1][columns - 1], steps);
  }

  /// Of equally short ways, keeping or replacing comes before deleting, deleting before inserting.
  private static void fill(int[][] costs, Step[][] steps, int i, int j, boolean equal) {
    if (j > 0) {
      costs[i][j] = costs[i - 1][j - 1] + (equal ? 0 : 1);
      steps[i][j] = equal ? Step.KEEP : Step.REPLACE;
    }
    if (costs[i - 1][j] + 1 < costs[i][j] || j == 0) {
      costs[i][j] = costs[i - 1][j] + 1;
      steps[i][j] = Step.DELETE;
    }
    if (j > 0 && costs[i][j - 1] + 1 < costs[i][j]) {
      costs[i][j] = costs[i][j - 1] + 1;
      steps[i][j] = Step.INSERT;
    }
  }

  private static EditPath walkBack(int edits, Step[][] steps) {
    int i = steps.length - 1;
    int j = steps[0].length - 1;
    var partner = new int[j];
    var wrongInAnswer = new boolean[i];
    var wrongInReference = new boolean[j];
    while (i > 0 || j > 0) {
      switch (steps[i][j]) {
        case KEEP, REPLACE -> {
          boolean wrong = steps[i][j] == Step.REPLACE;
          i--;
          j--;
          partner[j] = i;
          wrongInAnswer[i] = wrong;
          wrongInReference[j] = wrong;
        }
        case INSERT -> {
          j--;
          partner[j] = i - 1;
          wrongInReference[j] = true;
        }
        case DELETE -> {
          i--;
          wrongInAnswer[i] = true;
        }
        case NONE -> throw new IllegalStateException("the search left its beam");
      }
    }
    return new EditPath(edits, partner, wrongInAnswer, wrongInReference);
  }
}
