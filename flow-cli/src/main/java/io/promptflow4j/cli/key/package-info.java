/// `pf key`: the keys with which others call servers.
@NullMarked
package io.promptflow4j.cli.key;

import org.jspecify.annotations.NullMarked;
