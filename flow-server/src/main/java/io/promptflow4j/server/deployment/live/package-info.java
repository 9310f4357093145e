/// The endpoints of a store while they are served: deployments that are loaded, who gets which
/// call, and how all of it follows what the store says.
@NullMarked
package io.promptflow4j.server.deployment.live;

import org.jspecify.annotations.NullMarked;
