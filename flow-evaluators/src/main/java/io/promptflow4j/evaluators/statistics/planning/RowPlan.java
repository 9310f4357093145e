package io.promptflow4j.evaluators.statistics.planning;

/// How many rows a comparison takes, and the power it then has.
public record RowPlan(int rows, double power) {}
