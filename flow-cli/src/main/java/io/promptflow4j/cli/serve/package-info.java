/// `pf flow serve`: a flow as an HTTP endpoint. The classes of the server are touched only when it
/// is about to start, so that no other command pays for them.
@NullMarked
package io.promptflow4j.cli.serve;

import org.jspecify.annotations.NullMarked;
