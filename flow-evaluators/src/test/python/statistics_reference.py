"""Writes what SciPy and statsmodels make of small samples, one JSON document a line.

    python3 statistics_reference.py ../resources/statistics

Made with Python 3.11, SciPy 1.17.1 and statsmodels 0.15.0. Each line is {"of": <what is computed>,
"source": <who computed it>, "input": {...}, "expected": {...}}. Where neither package has the thing,
the value comes from brute force (all sign patterns, all outcomes, a numeric maximum) and the source
says so. statistics_reference.R adds the lines of R.
"""

import itertools
import json
import math
import random
import sys

import numpy as np
import scipy
from scipy import optimize, stats
import statsmodels
import statsmodels.api as sm
from statsmodels.stats import contingency_tables, inter_rater, multitest, power, proportion, weightstats

SCIPY = "scipy " + scipy.__version__
STATSMODELS = "statsmodels " + statsmodels.__version__
lines = []


def case(of, source, given, **expected):
    expected = {k: float(v) if np.isscalar(v) else [float(x) for x in v] for k, v in expected.items()}
    flat = [x for v in expected.values() for x in (v if isinstance(v, list) else [v])]
    assert all(math.isfinite(x) for x in flat), (of, given, expected)
    lines.append(json.dumps({"of": of, "source": source, "input": given, "expected": expected}))


def samples():
    rng = random.Random(7)
    yield [1.5, 2.5]
    yield [0.1, 0.2, 0.3, 0.4, 10.0]
    yield [0, 0, 0, 1]
    yield [3, 3, 3, 4, 5, 5, 1, 2, 2]
    yield [-5.25, 3e-3, 7.75, -1e3, 12.0, 12.0]
    for n in (7, 12, 25, 60):
        yield [round(rng.gauss(1, 3), 3) for _ in range(n)]
    yield [round(rng.expovariate(1), 4) for _ in range(30)]


def pairs():
    """Two columns each: tiny, tied, with zeros, skewed, large, one-sided."""
    rng = random.Random(11)
    yield [1, 2], [2, 4]
    yield [0.1, 0.2, 0.3], [0.2, 0.3, 0.5]
    yield [1, 2, 3, 4, 5], [1, 2, 3, 4, 6]
    yield [1, 2, 3, 4, 5], [1, 3, 2, 5, 4]
    yield [5, 4, 4, 3, 5, 2], [3, 4, 5, 3, 1, 2]
    yield [3, 3, 4, 5, 2, 1, 4, 4, 3, 2], [4, 3, 5, 5, 3, 1, 5, 3, 4, 2]
    yield [0] * 8, [1, 1, 1, 1, 0, 0, -1, 1]
    yield [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30], [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]
    for n in (6, 9, 11, 13):
        yield [rng.randint(1, 5) for _ in range(n)], [rng.randint(1, 5) for _ in range(n)]
    for n in (8, 12, 14):
        yield [round(rng.random(), 2) for _ in range(n)], [round(rng.random() + .1, 2) for _ in range(n)]


def large_pairs():
    rng = random.Random(13)
    for n, shift in ((320, .1), (300, .3)):
        base = [rng.randint(1, 5) for _ in range(n)]
        yield base, [min(5, max(1, b + rng.choice([-1, -1, 0, 0, 1, 1, 2] if shift > .2 else [-1, 0, 1]))) for b in base]
    base = [round(rng.gauss(0, 1), 6) for _ in range(250)]
    yield base, [round(b + rng.gauss(.1, 1), 6) for b in base]


FAGERLAND = "Fagerland, Lydersen, Laake (2014), Statistics in Medicine 33:2850"
TABLES = [(10, 3, 9, 8), (1, 1, 7, 12), (0, 0, 5, 0), (0, 1, 0, 0), (5, 0, 0, 5), (20, 4, 4, 2), (14, 5, 0, 22), (53, 16, 8, 23),
          (520, 80, 180, 220), (3, 0, 12, 1), (80, 20, 40, 20), (100, 1, 2, 0), (0, 7, 3, 0), (40, 25, 26, 9), (900, 30, 51, 19), (2, 6, 6, 1)]


def describe():
    for values in samples():
        for level in (.95, .9):
            low, high = stats.t.interval(level, len(values) - 1, np.mean(values), stats.sem(values))
            case("mean_t", SCIPY + " t.interval", {"values": values, "level": level}, value=np.mean(values), low=low, high=high)
        case("summary", "numpy " + np.__version__, {"values": values}, mean=np.mean(values), sd=np.std(values, ddof=1),
             quartiles=np.quantile(values, [0, .25, .5, .75, 1]))
    for k, n in ((0, 1), (1, 1), (0, 10), (10, 10), (3, 10), (7, 12), (45, 50), (199, 200), (650, 1000)):
        for level in (.95, .8):
            for correct in (False, True):
                ci = stats.binomtest(k, n).proportion_ci(level, "wilsoncc" if correct else "wilson")
                case("wilson_corrected" if correct else "wilson", SCIPY + " binomtest", {"successes": k, "trials": n, "level": level},
                     value=k / n, low=ci.low, high=ci.high)
    rng = random.Random(3)
    for groups, repeats in ((2, 3), (5, 2), (20, 3), (10, 5)):
        values, clusters = [], []
        for g in range(groups):
            centre = rng.gauss(0, 1)
            for _ in range(repeats + (g % 2)):
                values.append(round(centre + rng.gauss(0, .3), 4))
                clusters.append(g)
        fit = sm.OLS(values, np.ones(len(values))).fit(cov_type="cluster", cov_kwds={"groups": np.array(clusters)}, use_t=True)
        low, high = fit.conf_int(.05)[0]
        case("mean_clustered", STATSMODELS + " OLS cov_type=cluster", {"values": values, "clusters": [str(c) for c in clusters], "level": .95},
             value=fit.params[0], low=low, high=high)
    for values in list(samples())[1:]:
        for level in (.95, .8):
            for name, statistic in (("mean", np.mean), ("median", np.median)):
                if name == "median" and len(values) != 25:
                    continue
                result = stats.bootstrap((values,), statistic, n_resamples=499, confidence_level=level, method="BCa",
                                         rng=np.random.default_rng(5), vectorized=True)
                ci = result.confidence_interval
                if math.isfinite(ci.low) and math.isfinite(ci.high):
                    left_out = [float(statistic(values[:i] + values[i + 1:])) for i in range(len(values))]
                    case("bca", SCIPY + " bootstrap, its draws", {"observed": float(statistic(values)), "level": level,
                         "draws": [float(x) for x in result.bootstrap_distribution], "left_out": left_out}, low=ci.low, high=ci.high)


def constrained_score(b, c, n, d):
    """Tango's statistic by maximizing the likelihood of (b, c) numerically, given p_c - p_b = d."""
    low, high = max(0, -d), (1 - d) / 2

    def minus_log(q):
        terms = ((b, q), (c, q + d), (n - b - c, 1 - 2 * q - d))
        return -sum(k * math.log(max(p, 1e-300)) for k, p in terms if k)

    q = optimize.minimize_scalar(minus_log, bounds=(low, high), method="bounded", options={"xatol": 1e-14}).x
    grid = [low + (high - low) * i / 2000 for i in range(2001)]
    best = min(grid + [q], key=minus_log)
    if best != q:
        around = (high - low) / 2000
        q = optimize.minimize_scalar(minus_log, bounds=(max(low, best - around), min(high, best + around)), method="bounded",
                                     options={"xatol": 1e-14}).x
        q = min((q, best), key=minus_log)
    variance = n * (2 * q + d - d * d)
    return (c - b - n * d) / math.sqrt(variance) if variance > 1e-14 else math.copysign(math.inf, c - b - n * d)


def newcombe(a, b, c, d, level):
    """Newcombe (1998), Statistics in Medicine 17:2635, method 10, in the letters of the paper."""
    n = a + b + c + d
    (l2, u2), (l3, u3) = (proportion.proportion_confint(k, n, 1 - level, method="wilson") for k in (a + c, a + b))
    product = (a + b) * (c + d) * (a + c) * (b + d)
    cross = a * d - b * c
    numerator = max(cross - n / 2, 0) if cross > 0 else cross
    phi = numerator / math.sqrt(product) if product else 0
    dl2, du2, dl3, du3 = (a + c) / n - l2, u2 - (a + c) / n, (a + b) / n - l3, u3 - (a + b) / n
    delta = math.sqrt(dl2 ** 2 - 2 * phi * dl2 * du3 + du3 ** 2)
    epsilon = math.sqrt(du2 ** 2 - 2 * phi * du2 * dl3 + dl3 ** 2)
    return (c - b) / n - delta, (c - b) / n + epsilon


def binary():
    for a, b, c, d in TABLES:
        given = {"table": [a, b, c, d]}
        n = a + b + c + d
        exact = contingency_tables.mcnemar([[a, b], [c, d]], exact=True).pvalue
        case("mcnemar_exact", STATSMODELS + " mcnemar", given, p=exact)
        mid = 1 if b == c else 2 * stats.binom.cdf(min(b, c), b + c, .5) - stats.binom.pmf(min(b, c), b + c, .5)
        case("mcnemar_mid_p", SCIPY + " binom", given, p=mid)
        for level in (.95, .9):
            low, high = newcombe(a, b, c, d, level)
            case("newcombe", "the paper's method 10 over Wilson intervals of " + STATSMODELS, {**given, "level": level}, value=(c - b) / n, low=low, high=high)
            z = stats.norm.ppf((1 + level) / 2)
            at = (c - b) / n
            low = optimize.brentq(lambda x: constrained_score(b, c, n, x) - z, -1 + 1e-9, at - 1e-12, xtol=1e-12) if at > -1 else -1
            high = optimize.brentq(lambda x: constrained_score(b, c, n, x) + z, at + 1e-12, 1 - 1e-9, xtol=1e-12) if at < 1 else 1
            case("tango", "brute force: numeric maximum of the likelihood, " + SCIPY, {**given, "level": level}, value=at, low=low, high=high)
        if b:
            ci = stats.binomtest(c, b + c).proportion_ci(.95, "exact")
            case("odds_ratio", SCIPY + " binomtest", {**given, "level": .95}, value=c / b, low=ci.low / (1 - ci.low), high=ci.high / (1 - ci.high))
    case("tango_rounded", FAGERLAND, {"table": [1, 1, 7, 12], "level": .95}, low=.026, high=.517)
    case("newcombe_rounded", FAGERLAND, {"table": [1, 1, 7, 12], "level": .95}, low=.026, high=.507)
    case("newcombe_rounded", "Altman and others (2000), Statistics with Confidence, page 52", {"table": [14, 0, 5, 22], "level": .95}, low=.011, high=.226)


def paired():
    for x, y in pairs():
        given = {"baseline": x, "candidate": y}
        d = np.round(np.array(y) - np.array(x), 10)
        n = len(d)
        if len(set(d)) > 1:
            t = stats.ttest_1samp(d, 0)
            case("paired_t", SCIPY + " ttest_1samp", given, statistic=t.statistic, p=t.pvalue)
            margin = .75
            case("tost", STATSMODELS + " ttost_paired", {**given, "margin": margin}, p=weightstats.ttost_paired(d, np.zeros(n), -margin, margin)[0])
            case("dz", "numpy", given, value=d.mean() / d.std(ddof=1))
        if np.any(d):
            exact = stats.wilcoxon(d, zero_method="pratt", method=stats.PermutationMethod(n_resamples=2 ** 15, batch=2 ** 15))
            signs = np.array(list(itertools.product((-1, 1), repeat=n)))
            ranks = np.where(d == 0, 0, stats.rankdata(np.abs(d)))
            null = ((signs > 0) * ranks).sum(axis=1)
            seen = ranks[d > 0].sum()
            far = abs(seen - ranks.sum() / 2) - 1e-9
            brute = np.mean(np.abs(null - ranks.sum() / 2) >= far)
            assert abs(brute - exact.pvalue) < 1e-9, (d, brute, exact.pvalue)
            case("wilcoxon_exact", SCIPY + " wilcoxon, PermutationMethod", given, statistic=seen, p=exact.pvalue)
            flip = stats.permutation_test((d,), np.mean, permutation_type="samples", n_resamples=2 ** 15)
            case("sign_flip", SCIPY + " permutation_test", given, statistic=d.mean(), p=min(1, flip.pvalue))
            case("rank_biserial", "brute force", given, value=(ranks[d > 0].sum() - ranks[d < 0].sum()) / ranks.sum())
        wins, losses = int((d > 0).sum()), int((d < 0).sum())
        case("sign_test", SCIPY + " binomtest", given, p=stats.binomtest(wins, wins + losses).pvalue if wins + losses else 1)
        case("cliffs_delta", "brute force", given, value=np.sign(np.subtract.outer(y, x)).mean())
    for x, y in large_pairs():
        d = np.round(np.array(y, float) - np.array(x, float), 9)
        w = stats.wilcoxon(d, zero_method="pratt", correction=True, method="asymptotic")
        case("wilcoxon_normal", SCIPY + " wilcoxon, asymptotic", {"baseline": x, "candidate": y}, p=w.pvalue)
        t = stats.ttest_rel(y, x)
        case("paired_t", SCIPY + " ttest_rel", {"baseline": x, "candidate": y}, statistic=t.statistic, p=t.pvalue)
        case("cliffs_delta", "brute force", {"baseline": x, "candidate": y}, value=np.sign(np.subtract.outer(y, x)).mean())


def adjustments():
    rng = random.Random(2)
    for ps in ([.01], [.04, .01, .03], [.5, .5, .5], [0, 1, .2], [rng.random() ** 3 for _ in range(12)], [.05, .05, .001, .9]):
        case("holm", STATSMODELS + " multipletests", {"p": ps}, p=multitest.multipletests(ps, method="holm")[1])
        case("benjamini_hochberg", STATSMODELS + " multipletests", {"p": ps}, p=multitest.multipletests(ps, method="fdr_bh")[1])


def mcnemar_power(n, p10, p01, alpha, mid):
    """Over all outcomes: the chance of a p-value of at most alpha."""
    total, share, sum_ = p10 + p01, p01 / (p10 + p01), 0
    for d in range(n + 1):
        x = np.arange(d + 1)
        low = np.minimum(x, d - x)
        p = 2 * stats.binom.cdf(low, d, .5) - (stats.binom.pmf(low, d, .5) if mid else 0)
        p = np.where(2 * low == d, 1, p)
        sum_ += stats.binom.pmf(d, n, total) * stats.binom.pmf(x, d, share)[p <= alpha].sum()
    return sum_


def planning():
    for n, sd, difference, alpha in ((2, 1, 1, .05), (3, 1, 2, .05), (10, 1, .5, .05), (30, 2.5, 1, .01), (100, .3, .05, .05), (1000, 1, .1, .05), (5, 1, 0, .05)):
        value = power.TTestPower().power(difference / sd, n, alpha, alternative="two-sided")
        case("t_power", STATSMODELS + " TTestPower", {"n": n, "sd": sd, "difference": difference, "alpha": alpha}, power=value)
    for n, p10, p01 in ((10, .1, .4), (50, .08, .18), (200, .08, .18), (264, .08, .18), (120, 0, .05), (300, .18, .28), (80, .2, .2)):
        for mid in (False, True):
            case("mcnemar_power", "brute force: all outcomes, " + SCIPY, {"n": n, "p10": p10, "p01": p01, "alpha": .05, "mid": mid},
                 power=mcnemar_power(n, p10, p01, .05, mid))


def agreement():
    rng = random.Random(5)
    tables = [[[20, 5], [10, 15]], [[0, 3], [4, 0]], [[11, 2, 0], [1, 9, 3], [0, 4, 8]], [[5, 0, 0, 0], [0, 0, 1, 0], [2, 0, 7, 1], [0, 0, 0, 3]],
              [[rng.randint(0, 9) for _ in range(5)] for _ in range(5)]]
    for table in tables:
        for weighting, wt in (("UNWEIGHTED", None), ("LINEAR", "linear"), ("QUADRATIC", "quadratic")):
            value = inter_rater.cohens_kappa(np.array(table), wt=wt).kappa
            case("cohen", STATSMODELS + " cohens_kappa", {"table": table, "weighting": weighting}, value=value)
    fleiss = [[0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1], [7, 7, 0, 0, 0], [3, 2, 6, 3, 0],
              [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7]]
    for table in (fleiss, [[2, 0], [1, 1], [0, 2]], [[1, 1], [1, 1]], [[3, 0, 0], [0, 3, 0], [1, 1, 1], [2, 1, 0]]):
        case("fleiss", STATSMODELS + " fleiss_kappa", {"counts": table}, value=inter_rater.fleiss_kappa(np.array(table)))
    units = [[1, 1, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4], [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [5, 5, 5], [1, 1], [3]]
    for level, value in (("NOMINAL", .743), ("ORDINAL", .815), ("INTERVAL", .849)):
        case("krippendorff_rounded", "Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, example C and E", {"units": units, "level": level}, value=value)


def correlation():
    for x, y in list(pairs()) + list(large_pairs()):
        if len(set(x)) > 1 and len(set(y)) > 1:
            given = {"first": x, "second": y}
            case("spearman", SCIPY, given, value=stats.spearmanr(x, y).statistic)
            case("kendall", SCIPY + " kendalltau", given, value=stats.kendalltau(x, y).statistic)
            r = stats.pearsonr(x, y)
            if len(x) > 3 and abs(r.statistic) < 1:
                ci = r.confidence_interval(.95)
                case("pearson", SCIPY + " pearsonr", {**given, "level": .95}, value=r.statistic, low=ci.low, high=ci.high)


for part in (describe, binary, paired, adjustments, planning, agreement, correlation):
    lines.clear()
    part()
    with open(f"{sys.argv[1]}/{part.__name__}.jsonl", "w") as file:
        file.write("\n".join(lines) + "\n")
    print(part.__name__, len(lines))
