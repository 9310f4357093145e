package io.promptflow4j.core.deployment;

import static io.promptflow4j.core.deployment.EndpointJson.decimal;
import static io.promptflow4j.core.deployment.EndpointJson.mapping;
import static io.promptflow4j.core.deployment.EndpointJson.number;
import static io.promptflow4j.core.deployment.EndpointJson.text;
import static io.promptflow4j.core.deployment.EndpointJson.time;

import io.promptflow4j.core.deployment.Canary.Outcome;
import io.promptflow4j.core.deployment.Canary.Rule;
import io.promptflow4j.core.deployment.Canary.Verdict;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.util.Locale;
import java.util.Optional;

/// Canaries as JSON objects.
public final class CanaryJson {

  private CanaryJson() {}

  public static Value.Mapping of(Canary canary) {
    Rule rule = canary.rule();
    var all =
        new Fields()
            .put("baseline", canary.baseline())
            .put("candidate", canary.candidate())
            .put("evaluator", canary.evaluator())
            .put("score", canary.score())
            .put("lowest", Value.of(rule.lowest()))
            .put("highest", Value.of(rule.highest()))
            .put("margin", Value.of(rule.margin()))
            .put("alpha", Value.of(rule.alpha()))
            .put("miss_rate", Value.of(rule.missRate()))
            .put("max_pairs", rule.maxPairs())
            .put("mapping", EndpointJson.texts(rule.mapping()))
            .put("before", EndpointJson.split(canary.before()))
            .put("begun", canary.begun().toString());
    canary.verdict().ifPresent(verdict -> all.put("verdict", verdict(verdict)));
    return all.end();
  }

  private static Fields verdict(Verdict verdict) {
    return new Fields()
        .put("outcome", verdict.outcome().written())
        .put("reason", verdict.reason())
        .put("pairs", verdict.pairs())
        .put("difference", Value.of(verdict.difference()))
        .put("low", Value.of(verdict.low()))
        .put("high", Value.of(verdict.high()))
        .put("when", verdict.when().toString());
  }

  static Canary read(Value.Mapping all) {
    return new Canary(
        text(all, "baseline").orElse(""),
        text(all, "candidate").orElse(""),
        text(all, "evaluator").orElse(""),
        text(all, "score"),
        new Rule(
            decimal(all, "lowest"),
            decimal(all, "highest"),
            decimal(all, "margin"),
            decimal(all, "alpha"),
            decimal(all, "miss_rate"),
            number(all, "max_pairs").orElse(1L).intValue(),
            EndpointJson.texts(mapping(all, "mapping"))),
        EndpointJson.split(mapping(all, "before")),
        time(all, "begun"),
        Optional.of(mapping(all, "verdict"))
            .filter(written -> !written.entries().isEmpty())
            .map(CanaryJson::verdict));
  }

  private static Verdict verdict(Value.Mapping all) {
    return new Verdict(
        Outcome.valueOf(
            text(all, "outcome").orElse("canceled").toUpperCase(Locale.ROOT).replace('-', '_')),
        text(all, "reason").orElse(""),
        number(all, "pairs").orElse(0L).intValue(),
        decimal(all, "difference"),
        decimal(all, "low"),
        decimal(all, "high"),
        time(all, "when"));
  }
}
