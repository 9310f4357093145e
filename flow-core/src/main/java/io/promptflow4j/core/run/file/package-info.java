/// Run files: `pf run create --file run.yaml`. Reads what a file asks for, with every mistake and
/// its place; whoever runs it adds what the command line says.
@NullMarked
package io.promptflow4j.core.run.file;

import org.jspecify.annotations.NullMarked;
