/// The addresses of administrators: keys of the workspace under `/api/keys`, the audit log under
/// `/api/audit`. What they do is what `pf key` and `pf audit` do.
@NullMarked
package io.promptflow4j.server.route.admin;

import org.jspecify.annotations.NullMarked;
