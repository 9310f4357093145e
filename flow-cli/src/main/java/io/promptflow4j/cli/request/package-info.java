/// What a person says of a run on the command line: which run, which rows, what is written on it,
/// and the properties that `--set` names. Several verbs take these options.
@NullMarked
package io.promptflow4j.cli.request;

import org.jspecify.annotations.NullMarked;
