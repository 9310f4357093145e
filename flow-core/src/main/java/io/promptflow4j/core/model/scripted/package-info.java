/// The scripted model: answers from a rules file, so that samples, tests and first steps need no
/// key and no network. It behaves like a model behind a service: it takes its time, streams, counts
/// tokens, fails on demand, and is called again after a failure that may pass.
@NullMarked
package io.promptflow4j.core.model.scripted;

import org.jspecify.annotations.NullMarked;
