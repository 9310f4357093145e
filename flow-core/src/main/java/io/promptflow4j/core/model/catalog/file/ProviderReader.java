package io.promptflow4j.core.model.catalog.file;

import io.promptflow4j.core.model.catalog.Provider;
import java.util.Optional;
import java.util.Set;

/// Reads an entry of `providers`.
final class ProviderReader {

  private static final Set<String> KEYS =
      Set.of("id", "name", "api", "endpoint", "docs", "connection");

  private ProviderReader() {}

  static void checkKeys(Fields fields) {
    fields.checkKeys("a provider", KEYS);
  }

  /// Reads one; fields that are not written stay as in `before`.
  static Optional<Provider> read(Fields fields, Optional<Provider> before) {
    return fields
        .needed("a provider", "id")
        .map(id ->
            new Provider(
                id,
                fields.text("name").or(() -> before.map(Provider::name)).orElse(id),
                fields.text("api").or(() -> before.flatMap(Provider::api)),
                fields.text("endpoint").or(() -> before.flatMap(Provider::endpoint)),
                fields.text("docs").or(() -> before.flatMap(Provider::docs)),
                fields.text("connection").or(() -> before.flatMap(Provider::connection))));
  }
}
