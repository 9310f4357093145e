package io.promptflow4j.evaluators.statistics;

import static java.util.Map.entry;

import io.promptflow4j.evaluators.statistics.agreement.CohenKappa;
import io.promptflow4j.evaluators.statistics.agreement.FleissKappa;
import io.promptflow4j.evaluators.statistics.agreement.KrippendorffAlpha;
import io.promptflow4j.evaluators.statistics.agreement.Weighting;
import io.promptflow4j.evaluators.statistics.correlation.Correlation;
import io.promptflow4j.evaluators.statistics.decision.Adjustment;
import io.promptflow4j.evaluators.statistics.decision.Equivalence;
import io.promptflow4j.evaluators.statistics.describe.BootstrapAccess;
import io.promptflow4j.evaluators.statistics.describe.MeanInterval;
import io.promptflow4j.evaluators.statistics.describe.ProportionInterval;
import io.promptflow4j.evaluators.statistics.describe.Summary;
import io.promptflow4j.evaluators.statistics.paired.EffectSize;
import io.promptflow4j.evaluators.statistics.paired.McNemar;
import io.promptflow4j.evaluators.statistics.paired.MeanDifference;
import io.promptflow4j.evaluators.statistics.paired.PairedTest;
import io.promptflow4j.evaluators.statistics.paired.ProportionDifference;
import io.promptflow4j.evaluators.statistics.paired.SignFlip;
import io.promptflow4j.evaluators.statistics.paired.SignedRank;
import io.promptflow4j.evaluators.statistics.paired.TestResult;
import io.promptflow4j.evaluators.statistics.paired.WinTieLoss;
import io.promptflow4j.evaluators.statistics.planning.BinaryPlanner;
import io.promptflow4j.evaluators.statistics.planning.Demand;
import io.promptflow4j.evaluators.statistics.planning.Discordance;
import io.promptflow4j.evaluators.statistics.planning.NumberPlanner;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/// Our way to each figure of the reference cases, by the case's name.
final class ReferenceFigures {

  static final Map<String, Function<Given, Map<String, double[]>>> OURS =
      Map.ofEntries(
          entry("holm", given -> one("p", Adjustment.holm(given.numbers("p")))),
          entry(
              "benjamini_hochberg",
              given -> one("p", Adjustment.benjaminiHochberg(given.numbers("p")))),
          entry(
              "cohen",
              given ->
                  value(
                      CohenKappa.of(
                          given.table("table"), Weighting.valueOf(given.text("weighting"))))),
          entry("fleiss", given -> value(FleissKappa.of(given.table("counts")))),
          entry("krippendorff_rounded", ReferenceFigures::krippendorff),
          entry("mcnemar_exact", given -> test(McNemar.exact(given.counts()))),
          entry("mcnemar_mid_p", given -> test(McNemar.midP(given.counts()))),
          entry("newcombe", ReferenceFigures::newcombe),
          entry("newcombe_rounded", ReferenceFigures::newcombe),
          entry("tango", ReferenceFigures::tango),
          entry("tango_rounded", ReferenceFigures::tango),
          entry(
              "odds_ratio",
              given ->
                  estimate(EffectSize.matchedOddsRatio(given.counts(), given.number("level")))),
          entry(
              "pearson",
              given ->
                  estimate(
                      Correlation.pearson(
                          given.numbers("first"), given.numbers("second"), given.number("level")))),
          entry(
              "spearman",
              given ->
                  value(Correlation.spearman(given.numbers("first"), given.numbers("second")))),
          entry(
              "kendall",
              given -> value(Correlation.kendall(given.numbers("first"), given.numbers("second")))),
          entry(
              "mean_t",
              given ->
                  estimate(MeanInterval.student(given.numbers("values"), given.number("level")))),
          entry("summary", ReferenceFigures::summary),
          entry(
              "wilson",
              given ->
                  estimate(
                      ProportionInterval.wilson(
                          given.count("successes"), given.count("trials"), given.number("level")))),
          entry(
              "wilson_corrected",
              given ->
                  estimate(
                      ProportionInterval.wilsonCorrected(
                          given.count("successes"), given.count("trials"), given.number("level")))),
          entry(
              "mean_clustered",
              given ->
                  estimate(
                      MeanInterval.clustered(
                          given.numbers("values"),
                          given.texts("clusters"),
                          given.number("level")))),
          entry(
              "bca",
              given ->
                  estimate(
                      BootstrapAccess.interval(
                          given.number("observed"),
                          given.numbers("draws"),
                          given.numbers("left_out"),
                          given.number("level")))),
          entry("paired_t", given -> test(MeanDifference.test(given.pairs()).orThrow())),
          entry(
              "tost",
              given ->
                  one(
                      "p",
                      Equivalence.studentPValue(given.pairs(), given.number("margin")).orThrow())),
          entry("dz", given -> value(EffectSize.cohensDz(given.pairs()))),
          entry("rank_biserial", given -> value(EffectSize.rankBiserial(given.pairs()))),
          entry("cliffs_delta", given -> value(EffectSize.cliffsDelta(given.pairs()))),
          entry(
              "wilcoxon_exact",
              given -> test(PairedTest.SIGNED_RANK_EXACT, SignedRank.pratt(given.pairs()))),
          entry(
              "wilcoxon_exact_p",
              given -> test(PairedTest.SIGNED_RANK_EXACT, SignedRank.pratt(given.pairs()))),
          entry(
              "wilcoxon_normal",
              given -> test(PairedTest.SIGNED_RANK_NORMAL, SignedRank.pratt(given.pairs()))),
          entry(
              "sign_flip",
              given -> test(PairedTest.SIGN_FLIP_EXACT, SignFlip.standard().test(given.pairs()))),
          entry("sign_test", given -> test(WinTieLoss.of(given.pairs()).signTest())),
          entry(
              "t_power",
              given ->
                  one(
                      "power",
                      NumberPlanner.power(
                          given.count("n"),
                          given.number("sd"),
                          given.number("difference"),
                          given.number("alpha")))),
          entry(
              "t_rows",
              given ->
                  one(
                      "rows",
                      NumberPlanner.rows(
                              given.number("sd"), given.number("difference"), demand(given))
                          .orThrow()
                          .rows())),
          entry(
              "t_detectable",
              given ->
                  one(
                      "difference",
                      NumberPlanner.detectable(
                          given.count("n"), given.number("sd"), demand(given)))),
          entry("mcnemar_power", ReferenceFigures::mcNemarPower));

  private ReferenceFigures() {}

  static Map<String, double[]> of(String name, Given given) {
    return Objects.requireNonNull(OURS.get(name), name).apply(given);
  }

  private static Map<String, double[]> krippendorff(Given given) {
    return value(
        KrippendorffAlpha.of(
            given.lists("units"), KrippendorffAlpha.Level.valueOf(given.text("level"))));
  }

  private static Map<String, double[]> newcombe(Given given) {
    return estimate(ProportionDifference.newcombe(given.counts(), given.number("level")));
  }

  private static Map<String, double[]> tango(Given given) {
    return estimate(ProportionDifference.tango(given.counts(), given.number("level")));
  }

  private static Map<String, double[]> mcNemarPower(Given given) {
    return one(
        "power",
        BinaryPlanner.power(
            given.count("n"),
            new Discordance(given.number("p10"), given.number("p01")),
            given.flag("mid") ? BinaryPlanner.Variant.MID_P : BinaryPlanner.Variant.EXACT,
            given.number("alpha")));
  }

  private static Map<String, double[]> summary(Given given) {
    Summary summary = Summary.of(given.numbers("values")).orThrow();
    return Map.of(
        "mean", new double[] {summary.mean()},
        "sd", new double[] {summary.standardDeviation().orThrow()},
        "quartiles",
            new double[] {
              summary.minimum(),
              summary.lowerQuartile(),
              summary.median(),
              summary.upperQuartile(),
              summary.maximum()
            });
  }

  private static Demand demand(Given given) {
    return new Demand(given.number("alpha"), given.number("power"));
  }

  private static Map<String, double[]> test(PairedTest expected, TestResult result) {
    if (result.test() != expected) {
      throw new AssertionError("wanted the " + expected.title() + ", got " + result.test().title());
    }
    return test(result);
  }

  private static Map<String, double[]> test(TestResult result) {
    return Map.of(
        "p", new double[] {result.pValue()}, "statistic", new double[] {result.statistic()});
  }

  private static Map<String, double[]> value(Figure<Double> figure) {
    return one("value", figure.orThrow());
  }

  private static Map<String, double[]> estimate(Figure<Estimate> figure) {
    Estimate estimate = figure.orThrow();
    return Map.of(
        "value", new double[] {estimate.value()},
        "low", new double[] {estimate.interval().low()},
        "high", new double[] {estimate.interval().high()});
  }

  private static Map<String, double[]> one(String name, double... values) {
    return Map.of(name, values);
  }
}
