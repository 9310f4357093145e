"""Makes the reference values of FieldProfileTest: the population stability index of two samples."""

import math

from scipy.stats import chi2

expected, actual = [50, 30, 20, 0], [10, 30, 40, 20]
bins, n, m = 4, sum(expected), sum(actual)
p = [(count + 0.5) / (n + 0.5 * bins) for count in expected]
q = [(count + 0.5) / (m + 0.5 * bins) for count in actual]
print("index", repr(sum((b - a) * math.log(b / a) for a, b in zip(p, q))))
print("noise", repr(float(chi2.ppf(0.95, bins - 1)) * (1 / n + 1 / m)))
