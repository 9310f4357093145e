/// Chooses among offerings: those that fit a filter, and those that fit what a flow needs, with
/// reasons. What is not known of an offering never rules it out here unless somebody asks for
/// certainty.
@NullMarked
package io.promptflow4j.core.model.catalog.choice;

import org.jspecify.annotations.NullMarked;
