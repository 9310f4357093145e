/// Counts and times of what is served, for Prometheus.
@NullMarked
package io.promptflow4j.server.deployment.measure;

import org.jspecify.annotations.NullMarked;
