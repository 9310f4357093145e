/// Comparisons: which variant is better, by how much, and how sure that is.
///
/// A [Comparison] is the whole answer as plain data; `comparison.decide` computes it from scores,
/// `comparison.report` shows it in a terminal, as JSON, Markdown, JUnit XML or an HTML page.
@NullMarked
package io.promptflow4j.evaluators.comparison;

import org.jspecify.annotations.NullMarked;
