/// The verbs of `pf connection`: one class per verb over the store of connections. A secret is
/// taken in and never shown again.
@NullMarked
package io.promptflow4j.cli.connection;

import org.jspecify.annotations.NullMarked;
