package io.promptflow4j.core.model.catalog.file;

import io.promptflow4j.core.model.catalog.Provider;
import io.promptflow4j.core.model.catalog.Provider.Range;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads an entry of `providers`.
final class ProviderReader {

  private static final Set<String> KEYS =
      Set.of("id", "name", "api", "endpoint", "docs", "connection", "parameters");
  private static final Set<String> RANGE = Set.of("least", "most", "source");

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
                fields.text("connection").or(() -> before.flatMap(Provider::connection)),
                parameters(fields, before.map(Provider::parameters).orElse(Map.of()))));
  }

  private static Map<String, Range> parameters(Fields fields, Map<String, Range> before) {
    var ranges = new LinkedHashMap<>(before);
    for (Map.Entry<String, Fields> one : fields.groups("parameters").entrySet()) {
      Fields range = one.getValue();
      range.checkKeys("a range", RANGE);
      Optional<BigDecimal> least = range.number("least");
      Optional<BigDecimal> most = range.number("most");
      if (least.isPresent() && most.isPresent()) {
        ranges.put(one.getKey(), new Range(least.get(), most.get(), range.text("source")));
      }
    }
    return ranges;
  }
}
