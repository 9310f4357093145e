/// The studio's page: the program that the build made of `src/main/studio`, as it lies in the jar.
@NullMarked
package io.promptflow4j.server.studio.page;

import org.jspecify.annotations.NullMarked;
