package io.promptflow4j.core.run.store;

import io.promptflow4j.core.dataset.catalog.DataCatalog;
import io.promptflow4j.core.dataset.catalog.DataReference;
import io.promptflow4j.core.dataset.catalog.NamedData;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The data sets of a store that is made when the first one is named.
///
/// @param existing the store's own, if the store is there
/// @param made the store's own, after it was made
record FirstWriteCatalog(Supplier<Optional<DataCatalog>> existing, Supplier<DataCatalog> made)
    implements DataCatalog {

  @Override
  public Optional<NamedData> find(DataReference reference) {
    return existing.get().flatMap(catalog -> catalog.find(reference));
  }

  @Override
  public List<NamedData> list() {
    return existing.get().map(DataCatalog::list).orElse(List.of());
  }

  @Override
  public List<NamedData> versions(String name) {
    return existing.get().map(catalog -> catalog.versions(name)).orElse(List.of());
  }

  @Override
  public boolean add(NamedData data) {
    return made.get().add(data);
  }
}
