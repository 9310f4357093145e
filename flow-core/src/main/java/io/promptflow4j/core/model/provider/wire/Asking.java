package io.promptflow4j.core.model.provider.wire;

import io.promptflow4j.core.value.Value;

/// One request to a service.
///
/// @param path what follows the service's address, beginning with a slash
public record Asking(String path, Value.Mapping body) {}
