/// What goes through endpoints, in the studio: figures over time, collected samples and feedback.
/// What is served is changed by the operators' routes, `/api/endpoints…`.
@NullMarked
package io.promptflow4j.server.studio.serving;

import org.jspecify.annotations.NullMarked;
