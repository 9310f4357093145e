package io.promptflow4j.core.template.syntax.parser;

import java.util.Set;

/// The filters and tests that a template may use.
public record KnownNames(Set<String> filters, Set<String> tests) {}
