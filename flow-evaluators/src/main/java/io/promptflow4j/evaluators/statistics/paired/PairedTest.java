package io.promptflow4j.evaluators.statistics.paired;

/// The tests of this room, by the name a report prints.
public enum PairedTest {
  MCNEMAR_EXACT("McNemar's exact test"),
  MCNEMAR_MID_P("McNemar's mid-p test"),
  SIGN("sign test"),
  SIGNED_RANK_EXACT("Wilcoxon signed-rank test (Pratt, exact)"),
  SIGNED_RANK_NORMAL("Wilcoxon signed-rank test (Pratt, normal approximation)"),
  PAIRED_T("paired t test"),
  SIGN_FLIP_EXACT("paired permutation test (exact)"),
  SIGN_FLIP_SAMPLED("paired permutation test (sampled)");

  private final String title;

  PairedTest(String title) {
    this.title = title;
  }

  /// The name in words.
  public String title() {
    return title;
  }
}
