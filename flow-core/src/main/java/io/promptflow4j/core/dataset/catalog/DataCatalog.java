package io.promptflow4j.core.dataset.catalog;

import java.util.List;
import java.util.Optional;

/// Where named data sets are kept. Several threads and processes may use it at once.
public interface DataCatalog {

  Optional<NamedData> find(DataReference reference);

  /// The newest version of each, by name.
  List<NamedData> list();

  /// Every version of one, the newest first.
  List<NamedData> versions(String name);

  /// Keeps a new version, all or nothing.
  ///
  /// @return false if somebody else has just kept this version; nothing is changed then
  boolean add(NamedData data);

  /// Keeps what `draft` says as the next version, unless the newest version has the same rows.
  ///
  /// @param draft its version is of no account
  /// @return what is the newest version now: a new one, or the one that was there
  default NamedData register(NamedData draft) {
    while (true) {
      Optional<NamedData> newest = find(DataReference.latest(draft.name()));
      if (newest.isPresent() && newest.get().digest().equals(draft.digest())) {
        return newest.get();
      }
      NamedData next =
          new NamedData(
              draft.name(),
              newest.map(NamedData::version).orElse(0) + 1,
              draft.path(),
              draft.digest(),
              draft.rows(),
              draft.tags(),
              draft.description(),
              draft.created());
      if (add(next)) {
        return next;
      }
    }
  }
}
