/// The addresses of endpoints: `/endpoints/NAME/…` for callers, `/api/endpoints…` for operators.
@NullMarked
package io.promptflow4j.server.route.endpoint;

import org.jspecify.annotations.NullMarked;
