package io.promptflow4j.evaluators.statistics;

/// A value computed from data, with the interval that says how far it can be trusted.
public record Estimate(double value, Interval interval) {}
