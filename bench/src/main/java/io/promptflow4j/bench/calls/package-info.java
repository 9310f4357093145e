/// What our way of calling models costs, and what it stands, against a service that speaks HTTP/2
/// over TLS and one that stalls.
@NullMarked
package io.promptflow4j.bench.calls;

import org.jspecify.annotations.NullMarked;
