/// Where the command meets the person or program that called it: streams, colours, the current
/// folder and the environment. Nothing else in this module touches the process's own streams, so
/// every verb runs inside a test as it runs in a shell.
@NullMarked
package io.promptflow4j.cli.terminal;

import org.jspecify.annotations.NullMarked;
