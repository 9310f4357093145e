/// What the tests of the server share: a flow that is served, and a model behind it.
@NullMarked
package io.promptflow4j.server;

import org.jspecify.annotations.NullMarked;
