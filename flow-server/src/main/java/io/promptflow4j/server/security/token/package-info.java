/// Callers who bring a token of an identity provider (OpenID Connect) instead of a key.
@NullMarked
package io.promptflow4j.server.security.token;

import org.jspecify.annotations.NullMarked;
