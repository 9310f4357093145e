/// Connections: how a service is reached and with which secrets. Secrets are write-only: nothing
/// here prints, compares or serialises one.
@NullMarked
package io.promptflow4j.core.model.connection;

import org.jspecify.annotations.NullMarked;
