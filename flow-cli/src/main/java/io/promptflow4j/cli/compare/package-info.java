/// `pf compare`: which variant of a flow, or which run, is better.
@NullMarked
package io.promptflow4j.cli.compare;

import org.jspecify.annotations.NullMarked;
