/// `pf audit`: what was changed and refused, and whether the log of it is whole.
@NullMarked
package io.promptflow4j.cli.audit;

import org.jspecify.annotations.NullMarked;
