package io.promptflow4j.core.run.access;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The keys of a store. Thread-safe, and shared by several processes.
///
/// Each change and its line in the audit log are one: there is no change without its line.
public interface AccessKeys {

  /// A key that was just made.
  ///
  /// @param text the key itself, which nobody can read again
  record Made(KeyText text, AccessKey kept) {}

  /// Makes a key.
  Made create(Grant grant, String who, Instant now);

  /// The key of that public name, or, if exactly one is called so, of that name; one that was
  /// revoked or rotated stands back behind those that go on.
  Optional<AccessKey> find(String idOrName);

  /// All keys, the newest first.
  List<AccessKey> list();

  /// Ends a key from `when` on; false if it has ended already.
  boolean revoke(String id, String who, Instant when);

  /// Makes a key that may do the same, and ends the old one at `end`, so that its holders have time
  /// to change over.
  Made rotate(AccessKey old, Instant end, String who, Instant now);

  /// Notes when keys were last used, by their public names.
  void used(Map<String, Instant> times);
}
