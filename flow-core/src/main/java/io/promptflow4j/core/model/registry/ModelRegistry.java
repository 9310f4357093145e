package io.promptflow4j.core.model.registry;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where registered models are kept. Several threads and processes may use it at once. Whatever a
/// method has returned from is on disk, together with the record of the change.
public interface ModelRegistry {

  /// The entry that is meant. Archived ones are found if their version is named.
  Optional<RegistryEntry> find(RegistryReference reference);

  /// The newest version of each that is not archived, by name.
  default List<RegistryEntry> list() {
    return names().stream().flatMap(name -> find(RegistryReference.latest(name)).stream()).toList();
  }

  /// The names of all entries, archived ones included, in order.
  List<String> names();

  /// Every version of one, the newest first, archived ones included.
  List<RegistryEntry> versions(String name);

  /// Keeps the next version under a name.
  ///
  /// @throws IllegalArgumentException if the name can't name an entry
  RegistryEntry register(String name, Target target, Labels labels, String who, Instant when);

  /// Writes other labels on a version.
  ///
  /// @throws RegistryException with code `no-such-entry`
  RegistryEntry relabel(RegistryReference reference, LabelChange change, String who, Instant when);

  /// Removes a version; its history stays.
  ///
  /// @throws RegistryException with code `no-such-entry`, or `entry-in-use` if `use` names a
  ///   deployment
  void delete(RegistryReference reference, ActiveUse use, String who, Instant when);

  /// Every change under a name, the newest first.
  List<RegistryChange> history(String name);

  /// One without entries, which takes none.
  static ModelRegistry none() {
    return NoRegistry.EMPTY;
  }

  /// Makes new labels of those that are there.
  @FunctionalInterface
  interface LabelChange {
    Labels apply(Labels before);
  }
}
