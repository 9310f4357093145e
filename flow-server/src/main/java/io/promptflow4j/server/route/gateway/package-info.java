/// Models for callers: the catalog, and OpenAI's interface to models of shared connections.
@NullMarked
package io.promptflow4j.server.route.gateway;

import org.jspecify.annotations.NullMarked;
