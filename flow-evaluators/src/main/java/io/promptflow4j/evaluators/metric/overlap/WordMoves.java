package io.promptflow4j.evaluators.metric.overlap;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Moves runs of words while that saves edits, always the move that saves most, with the limits of
/// Tercom: runs of at most 10 words, moved by at most 50, and 1,000 moves tried.
final class WordMoves {

  private static final int MAX_RUN = 10;
  private static final int MAX_DISTANCE = 50;
  private static final int MAX_TRIED = 1_000;

  private static final Comparator<Move> BEST =
      Comparator.comparingInt(Move::saved)
          .thenComparingInt(Move::length)
          .thenComparing(Comparator.comparingInt(Move::from).reversed())
          .thenComparing(Comparator.comparingInt(Move::to).reversed());

  private record Move(int saved, int length, int from, int to, List<String> words) {}

  private record Run(int answer, int reference, int length) {}

  private final List<String> reference;
  private int tried;

  WordMoves(List<String> reference) {
    this.reference = List.copyOf(reference);
  }

  /// Moves plus the single-word edits that are left after them.
  int edits(List<String> answer) {
    if (reference.isEmpty()) {
      return answer.size();
    }
    List<String> words = answer;
    int moves = 0;
    while (true) {
      EditPath path = EditPath.of(words, reference);
      Move move = bestMove(words, path);
      if (tried >= MAX_TRIED || move == null || move.saved() <= 0) {
        return moves + path.edits();
      }
      moves++;
      words = move.words();
    }
  }

  private @Nullable Move bestMove(List<String> words, EditPath path) {
    Move best = null;
    for (Run run : commonRuns(words)) {
      if (!isWorthMoving(run, path)) {
        continue;
      }
      for (int target : targets(run, path)) {
        List<String> moved = moved(words, run.answer(), run.length(), target);
        int saved = path.edits() - EditPath.of(moved, reference).edits();
        var move = new Move(saved, run.length(), run.answer(), target, moved);
        tried++;
        if (best == null || BEST.compare(move, best) > 0) {
          best = move;
        }
      }
      if (tried >= MAX_TRIED) {
        break;
      }
    }
    return best;
  }

  private List<Run> commonRuns(List<String> words) {
    var runs = new ArrayList<Run>();
    for (int i = 0; i < words.size(); i++) {
      int from = Math.max(0, i - MAX_DISTANCE);
      int to = Math.min(reference.size(), i + MAX_DISTANCE + 1);
      for (int j = from; j < to; j++) {
        int length = 0;
        while (length < MAX_RUN
            && i + length < words.size()
            && j + length < reference.size()
            && words.get(i + length).equals(reference.get(j + length))) {
          length++;
          runs.add(new Run(i, j, length));
        }
      }
    }
    return runs;
  }

  /// Both sides hold a mistake, and the run is not aligned with itself.
  private static boolean isWorthMoving(Run run, EditPath path) {
    int partner = path.partner(run.reference());
    boolean within = run.answer() <= partner && partner < run.answer() + run.length();
    return !within
        && path.isAnswerWrong(run.answer(), run.length())
        && path.isReferenceWrong(run.reference(), run.length());
  }

  private List<Integer> targets(Run run, EditPath path) {
    var targets = new ArrayList<Integer>();
    int last = -1;
    for (int at = run.reference() - 1; at < run.reference() + run.length(); at++) {
      int target = at < 0 ? 0 : path.partner(at) + 1;
      if (target != last) {
        targets.add(target);
        last = target;
      }
    }
    return targets;
  }

  private static List<String> moved(List<String> words, int from, int length, int target) {
    var run = words.subList(from, from + length);
    var rest = new ArrayList<>(words.subList(0, from));
    rest.addAll(words.subList(from + length, words.size()));
    int at = target <= from ? target : target > from + length ? target - length : target;
    rest.addAll(Math.min(at, rest.size()), run);
    return rest;
  }
}
