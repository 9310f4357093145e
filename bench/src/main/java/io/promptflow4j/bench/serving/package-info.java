/// Load on a server in a process of its own: users who pause, open streams, more connections than
/// it takes, and callers who dawdle. `bench/serve.sh` starts the server and these.
///
/// Every driver speaks HTTP/1.1 over plain sockets on virtual threads, because it shares the cores
/// with the server it measures.
@NullMarked
package io.promptflow4j.bench.serving;

import org.jspecify.annotations.NullMarked;
