/// What a server writes into the audit log.
@NullMarked
package io.promptflow4j.server.security.audit;

import org.jspecify.annotations.NullMarked;
