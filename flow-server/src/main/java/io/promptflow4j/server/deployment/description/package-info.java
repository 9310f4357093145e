/// What programs read about a served flow: prompt flow's Swagger document and OpenAPI 3.1.
@NullMarked
package io.promptflow4j.server.deployment.description;

import org.jspecify.annotations.NullMarked;
