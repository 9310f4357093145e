package io.promptflow4j.evaluators.metric.overlap;

import static io.promptflow4j.evaluators.metric.ScoreAssert.assertNotScored;
import static io.promptflow4j.evaluators.metric.ScoreAssert.assertScored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.promptflow4j.evaluators.metric.PrecisionRecall;
import io.promptflow4j.evaluators.metric.Score;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Texts and values of the first cases of google-research's `rouge_scorer_test.py` (Apache-2.0),
/// whose values were printed by the original ROUGE-1.5.5.
class RougeTest {

  private static final List<String> TARGETS =
      List.of(
          "ZfbCUIUuePaiLVUlCaUXxkpu XPeWing tUHfPMuZ',-Xd Y BrUgVJing M-HV.-DgdDaY.rFDJCRing Ht-LM"
              + " EKBDXkME,yz'RBr q'wtion wIojNbN wL,b .a-'XdQggyFl jB-RPP'iyOIcUxer tKM L",
          "KsJdPByEtAor fE-Qg Dpdbring cw-WeFyu vC MoBL Xdn g wkvcEiGvKtion BDFhrpMtion psing"
              + " sbKao Q m qiing LMmer HqqLFXe,XPY,J XsurkMer ,ed nB'wH'bWVHjWFEing"
              + " tQ.saefZwJtKrTlixYpMMsJing UCAPwNHeYVjDing c T BUySKtion gMPfJpwGw p'NvxAoping eu"
              + " pBwMBKV'I DNxqelhu,PHPxDEq,mtion SN",
          "NhETebUbBk'er WOvoHMTjSRizKgH'vHiing Xu,hWxfs VkNE QhgKiLHE -HidivzoM.dO anhtion"
              + " jbLQiSGDTCsuhREebUaKM dv J dVN tmbOT",
          "vMR HDm,xOAetion D,tion HJtodT.mHl UIv-p VjWH'BdyWjnfGU-OjT aEMdFICyLWfQMtion wEMfdOKing"
              + " AwkeKbO 'DxqNOHBH qKtVvm OYJl mM");

  private static final List<String> PREDICTIONS =
      List.of(
          "rFDJCRtion Ht-LM EKtDXkME,yz'RBr q'wer wrojNbN wL,b .a-'XdQggyFl jB-RPP'iyOIcUxi",
          "n cw-WeFyu vC MoBL Xdn g wkvcEiGvKtion BDFhrpMer pstion sbKao Q m qier LMmed"
              + " HqqLFXe,XPY,J XsurkMeo ,ed nB'wH'bWVHjWFEer tQ.saefZwJtKrTlixYpMMNJtion"
              + " UCAPwNHeYVjD",
          "xfs VkJE QhgKiLHE -HidivzoM.dO anhing jbLQiSGDTCsuhREebUaKM dv J",
          "VjWH'BdyWjnfGU-OjTNaEMdFICyLWfQMing wEMfdOKijg AwkeKbO 'DxqNO");

  @Test
  void singleTokensScoreAsInTheOriginal() {
    check(ngrams(Rouge.STANDARD, 1, 0), 0.68750, 0.40741, 0.51163);
    check(ngrams(Rouge.STANDARD, 1, 1), 0.65385, 0.40476, 0.50000);
    check(ngrams(Rouge.STEMMING, 1, 0), 0.68750, 0.40741, 0.51163);
    check(ngrams(Rouge.STEMMING, 1, 1), 0.69231, 0.42857, 0.52941);
  }

  @Test
  void pairsOfTokensScoreAsInTheOriginal() {
    check(ngrams(Rouge.STANDARD, 2, 0), 0.53333, 0.30769, 0.39024);
    check(ngrams(Rouge.STANDARD, 2, 1), 0.48000, 0.29268, 0.36364);
    check(ngrams(Rouge.STEMMING, 2, 0), 0.53333, 0.30769, 0.39024);
    check(ngrams(Rouge.STEMMING, 2, 1), 0.48000, 0.29268, 0.36364);
  }

  @Test
  void subsequencesScoreAsInTheOriginal() {
    check(Rouge.STANDARD.longest(PREDICTIONS.get(0), TARGETS.get(0)), 0.68750, 0.40741, 0.51163);
    check(Rouge.STANDARD.longest(PREDICTIONS.get(1), TARGETS.get(1)), 0.65385, 0.40476, 0.50000);
    check(
        Rouge.STEMMING.longestByLine(String.join("\n", PREDICTIONS), String.join("\n", TARGETS)),
        0.66667,
        0.36538,
        0.47205);
  }

  @Test
  void theUnionOfSubsequencesIsCountedOnce() {
    PrecisionRecall found =
        Rouge.STANDARD.longestByLine("w1 w2 w6 w7 w8\nw1 w3 w8 w9 w5", "w1 w2 w3 w4 w5");

    assertScored(found.recall(), 0.8);
    assertScored(found.precision(), 0.4);
  }

  @Test
  void anEmptyReferenceIsNotScoredAndAnEmptyAnswerIsZero() {
    assertNotScored(Rouge.STANDARD.longest("w1", "").f1());
    assertNotScored(Rouge.STANDARD.longest("w1", "…").f1());
    assertScored(Rouge.STANDARD.longest("/", "w1").f1(), 0);
  }

  private static PrecisionRecall ngrams(Rouge rouge, int n, int line) {
    return rouge.ngrams(n, PREDICTIONS.get(line), TARGETS.get(line));
  }

  private static void check(PrecisionRecall found, double precision, double recall, double f1) {
    assertThat(value(found.precision())).isCloseTo(precision, within(5e-6));
    assertThat(value(found.recall())).isCloseTo(recall, within(5e-6));
    assertThat(value(found.f1())).isCloseTo(f1, within(5e-6));
  }

  private static double value(Score score) {
    return ((Score.Scored) score).value();
  }
}
