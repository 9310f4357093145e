/// Shows a comparison: JSON for programs, a table for a terminal, Markdown for a pull request,
/// JUnit XML for a build server, and one HTML page that opens from disk.
@NullMarked
package io.promptflow4j.evaluators.comparison.report;

import org.jspecify.annotations.NullMarked;
