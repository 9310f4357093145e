/// What a person says on the command line of a flow and of a run: which flow with which settings,
/// which run, which rows, what is written on it, and the properties that `--set` names. Several
/// verbs take these options.
@NullMarked
package io.promptflow4j.cli.request;

import org.jspecify.annotations.NullMarked;
