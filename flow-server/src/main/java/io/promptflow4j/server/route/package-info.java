/// The addresses of the server. A route reads the request, asks the flow and translates the answer;
/// it decides nothing else.
@NullMarked
package io.promptflow4j.server.route;

import org.jspecify.annotations.NullMarked;
