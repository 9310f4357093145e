/// Models of connections that several callers share without sharing their keys.
@NullMarked
package io.promptflow4j.server.deployment.gateway;

import org.jspecify.annotations.NullMarked;
