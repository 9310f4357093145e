package io.promptflow4j.core.template.syntax;

import io.promptflow4j.core.source.SourceText;
import java.util.List;

/// A whole template as it is written.
public record SyntaxTree(SourceText source, List<Statement> statements) {}
