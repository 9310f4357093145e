/// Who may call a server and what came of it, kept beside the runs: keys, the audit log, and the
/// answers that are kept for requests that may come twice.
///
/// Several processes share them: a key that is revoked by one is refused by all.
@NullMarked
package io.promptflow4j.core.run.access;

import org.jspecify.annotations.NullMarked;
