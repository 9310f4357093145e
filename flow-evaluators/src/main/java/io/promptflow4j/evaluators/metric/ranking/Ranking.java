package io.promptflow4j.evaluators.metric.ranking;

import io.promptflow4j.evaluators.metric.Score;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A retrieved list against the documents that are relevant to the question, by grade. All scores
/// are from 0 to 1, higher is better; a question without a relevant document is not scored.
///
/// `grades` gives the relevance of each document that has one; a document is relevant if its grade
/// is above 0. A document that was retrieved twice counts where it stands first.
public record Ranking(List<String> retrieved, Map<String, Double> grades) {

  /// How much a grade is worth: itself (Järvelin and Kekäläinen 2002), or 2^grade − 1 (Burges et
  /// al. 2005), which stresses the best.
  public enum Gain {
    LINEAR,
    EXPONENTIAL;

    private double of(double grade) {
      return switch (this) {
        case LINEAR -> grade;
        case EXPONENTIAL -> Math.pow(2, grade) - 1;
      };
    }
  }

  public Ranking {
    retrieved = List.copyOf(new LinkedHashSet<>(retrieved));
    grades = Map.copyOf(grades);
    if (!grades.values().stream().allMatch(grade -> grade >= 0 && Double.isFinite(grade))) {
      throw new IllegalArgumentException("a grade is a finite number from 0");
    }
  }

  /// Without grades: a document is relevant or not.
  public static Ranking of(List<String> retrieved, Set<String> relevant) {
    var grades = new LinkedHashMap<String, Double>();
    relevant.forEach(id -> grades.put(id, 1.0));
    return new Ranking(retrieved, grades);
  }

  /// Relevant ones among the first `k`, divided by `k`, also if fewer were retrieved.
  public Score precisionAt(int k) {
    return ifAnyRelevant((double) relevantAmongFirst(k) / positive(k));
  }

  /// Relevant ones among the first `k`, divided by all relevant ones.
  public Score recallAt(int k) {
    return ifAnyRelevant((double) relevantAmongFirst(positive(k)) / relevant());
  }

  /// 1 if a relevant one is among the first `k`, else 0; its mean over questions is the hit rate.
  public Score hitAt(int k) {
    return ifAnyRelevant(relevantAmongFirst(positive(k)) > 0 ? 1 : 0);
  }

  /// 1 / the place of the first relevant one, 0 if there is none; its mean over questions is MRR.
  public Score reciprocalRank() {
    for (int i = 0; i < retrieved.size(); i++) {
      if (isRelevant(retrieved.get(i))) {
        return Score.of(1.0 / (i + 1));
      }
    }
    return ifAnyRelevant(0);
  }

  /// The precision at each relevant place, summed and divided by the number of relevant documents;
  /// its mean over questions is MAP.
  public Score averagePrecision() {
    double sum = 0;
    int found = 0;
    for (int i = 0; i < retrieved.size(); i++) {
      if (isRelevant(retrieved.get(i))) {
        found++;
        sum += (double) found / (i + 1);
      }
    }
    return ifAnyRelevant(sum / relevant());
  }

  /// Discounted gain (gain / log2(place + 1), summed over the first `k`) divided by that of the
  /// best possible order.
  public Score ndcgAt(int k, Gain gain) {
    List<Double> found = new ArrayList<>();
    retrieved.forEach(id -> found.add(grades.getOrDefault(id, 0.0)));
    List<Double> best = new ArrayList<>(grades.values());
    best.sort(Comparator.reverseOrder());
    return ifAnyRelevant(discounted(found, positive(k), gain) / discounted(best, k, gain));
  }

  /// [#ndcgAt] over the whole list.
  public Score ndcg(Gain gain) {
    return ndcgAt(Math.max(1, Math.max(retrieved.size(), grades.size())), gain);
  }

  private static double discounted(List<Double> grades, int k, Gain gain) {
    double sum = 0;
    for (int i = 0; i < Math.min(k, grades.size()); i++) {
      sum += gain.of(grades.get(i)) / (Math.log(i + 2) / Math.log(2));
    }
    return sum;
  }

  private static int positive(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k is at least 1, not " + k);
    }
    return k;
  }

  private Score ifAnyRelevant(double value) {
    return relevant() == 0 ? Score.notScored("no document is relevant") : Score.of(value);
  }

  private long relevant() {
    return grades.values().stream().filter(grade -> grade > 0).count();
  }

  private boolean isRelevant(String id) {
    return grades.getOrDefault(id, 0.0) > 0;
  }

  private long relevantAmongFirst(int k) {
    return retrieved.stream().limit(k).filter(this::isRelevant).count();
  }
}
