/// `pf studio`: the studio of a folder in the browser.
@NullMarked
package io.promptflow4j.cli.studio;

import org.jspecify.annotations.NullMarked;
