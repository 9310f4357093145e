/// `pf flow build`: a flow with everything it takes to serve it elsewhere.
@NullMarked
package io.promptflow4j.cli.build;

import org.jspecify.annotations.NullMarked;
