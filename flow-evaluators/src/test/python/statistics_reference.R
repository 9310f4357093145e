# Writes what R makes of small samples, one JSON document a line, like statistics_reference.py.
#
#   Rscript statistics_reference.R > ../resources/statistics/r.jsonl
#
# Made with R 4.2.2 and coin 1.4-2.
suppressMessages(library(coin))

numbers <- function(x) paste0("[", paste(sprintf("%.17g", x), collapse = ","), "]")
line <- function(of, source, input, expected) {
  cat(sprintf('{"of": "%s", "source": "%s", "input": {%s}, "expected": {%s}}\n', of, source, input, expected))
}
r <- paste("R", getRversion())

set.seed(4)
for (n in c(5, 8, 15, 40)) {
  x <- sample(1:5, n, TRUE)
  y <- pmin(5, pmax(1, x + sample(-1:2, n, TRUE)))
  input <- sprintf('"baseline": %s, "candidate": %s', numbers(x), numbers(y))
  test <- wilcoxsign_test(y ~ x, distribution = "exact", zero.method = "Pratt")
  line("wilcoxon_exact_p", "coin 1.4-2 wilcoxsign_test", input, sprintf('"p": %.15g', pvalue(test)))
  t <- t.test(y, x, paired = TRUE)
  line("paired_t", paste(r, "t.test"), input, sprintf('"statistic": %.15g, "p": %.15g', t$statistic, t$p.value))
  line("kendall", paste(r, "cor"), sprintf('"first": %s, "second": %s', numbers(x), numbers(y)),
       sprintf('"value": %.15g', cor(x, y, method = "kendall")))
}
for (k in c(0, 4, 17, 20)) {
  ci <- prop.test(k, 20, correct = TRUE)$conf.int
  line("wilson_corrected", paste(r, "prop.test"), sprintf('"successes": %d, "trials": 20, "level": 0.95', k),
       sprintf('"value": %.15g, "low": %.15g, "high": %.15g', k / 20, ci[1], ci[2]))
}
for (delta in c(0.2, 0.5, 1)) for (power in c(0.8, 0.9)) {
  n <- power.t.test(delta = delta, sd = 1, power = power, type = "paired", strict = TRUE)$n
  line("t_rows", paste(r, "power.t.test strict"), sprintf('"sd": 1, "difference": %g, "alpha": 0.05, "power": %g', delta, power),
       sprintf('"rows": %d', ceiling(n)))
}
for (n in c(10, 50, 400)) {
  d <- power.t.test(n = n, sd = 2, power = 0.8, type = "paired", strict = TRUE, tol = 1e-12)$delta
  line("t_detectable", paste(r, "power.t.test strict"), sprintf('"n": %d, "sd": 2, "alpha": 0.05, "power": 0.8', n),
       sprintf('"difference": %.15g', d))
}
ps <- c(0.012, 0.001, 0.3, 0.04, 0.04, 0.8)
line("holm", paste(r, "p.adjust"), sprintf('"p": %s', numbers(ps)), sprintf('"p": %s', numbers(p.adjust(ps, "holm"))))
line("benjamini_hochberg", paste(r, "p.adjust"), sprintf('"p": %s', numbers(ps)), sprintf('"p": %s', numbers(p.adjust(ps, "BH"))))
