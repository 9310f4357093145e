/// What new flows are made of: the contract between the studio and whoever starts it, who knows the
/// templates and samples.
@NullMarked
package io.promptflow4j.server.studio.gallery;

import org.jspecify.annotations.NullMarked;
