package io.promptflow4j.evaluators.evaluation.judging;

import io.promptflow4j.evaluators.metric.Score;
import java.util.List;
import java.util.Locale;

/// The number that a list of findings comes to.
enum Tally {
  /// The share of findings that hold.
  SHARE {
    @Override
    Score of(List<Finding> findings) {
      return Score.of((double) count(findings, Finding.Kind.RIGHT) / findings.size());
    }
  },

  /// The mean, over the findings that hold, of the share that holds up to there; 0 if none does.
  AVERAGE_PRECISION {
    @Override
    Score of(List<Finding> findings) {
      double sum = 0;
      int held = 0;
      for (int rank = 1; rank <= findings.size(); rank++) {
        if (findings.get(rank - 1).kind() == Finding.Kind.RIGHT) {
          held++;
          sum += (double) held / rank;
        }
      }
      return Score.of(held == 0 ? 0 : sum / held);
    }
  },

  /// Right findings over these and half of those that are wrong or missing.
  F1 {
    @Override
    Score of(List<Finding> findings) {
      long right = count(findings, Finding.Kind.RIGHT);
      return Score.of(right / (right + (findings.size() - right) / 2.0));
    }
  };

  /// What at least one finding comes to.
  abstract Score of(List<Finding> findings);

  /// @throws IllegalArgumentException if there is none of this name
  static Tally named(String name) {
    return valueOf(name.strip().toUpperCase(Locale.ROOT));
  }

  private static long count(List<Finding> findings, Finding.Kind kind) {
    return findings.stream().filter(finding -> finding.kind() == kind).count();
  }
}
