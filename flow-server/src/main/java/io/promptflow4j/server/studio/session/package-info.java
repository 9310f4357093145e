/// Who is at the studio: a login link that counts once, or a key, exchanged for a cookie that no
/// script can read and no other site sends.
@NullMarked
package io.promptflow4j.server.studio.session;

import org.jspecify.annotations.NullMarked;
