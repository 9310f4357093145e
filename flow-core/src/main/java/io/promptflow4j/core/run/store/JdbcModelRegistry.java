package io.promptflow4j.core.run.store;

import io.promptflow4j.core.model.registry.ActiveUse;
import io.promptflow4j.core.model.registry.Labels;
import io.promptflow4j.core.model.registry.ModelRegistry;
import io.promptflow4j.core.model.registry.RegistryChange;
import io.promptflow4j.core.model.registry.RegistryChange.What;
import io.promptflow4j.core.model.registry.RegistryEntry;
import io.promptflow4j.core.model.registry.RegistryException;
import io.promptflow4j.core.model.registry.RegistryReference;
import io.promptflow4j.core.model.registry.Target;
import io.promptflow4j.core.run.database.Database;
import io.promptflow4j.core.run.table.registry.RegistryTable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Registered models in the database of the runs. A change and its record are one transaction; if
/// somebody else has changed the entry in between, it is tried on what they left.
record JdbcModelRegistry(Database database) implements ModelRegistry {

  @Override
  public Optional<RegistryEntry> find(RegistryReference reference) {
    return database.read(handle -> RegistryTable.find(handle, reference));
  }

  @Override
  public List<String> names() {
    return database.read(RegistryTable::names);
  }

  @Override
  public List<RegistryEntry> versions(String name) {
    return database.read(handle -> RegistryTable.versions(handle, name));
  }

  @Override
  public RegistryEntry register(
      String name, Target target, Labels labels, String who, Instant when) {
    while (true) {
      Optional<RegistryEntry> added =
          database.write(handle -> {
            int version = RegistryTable.nextVersion(handle, name);
            var entry = new RegistryEntry(name, version, target, labels, who, when);
            if (!RegistryTable.add(handle, entry)) {
              return Optional.empty();
            }
            RegistryTable.record(
                handle, change(when, who, What.REGISTERED, Optional.empty(), Optional.of(entry)));
            return Optional.of(entry);
          });
      if (added.isPresent()) {
        return added.get();
      }
    }
  }

  @Override
  public RegistryEntry relabel(
      RegistryReference reference, LabelChange change, String who, Instant when) {
    while (true) {
      RegistryEntry before = mustFind(reference);
      RegistryEntry after = before.withLabels(change.apply(before.labels()));
      if (after.equals(before)) {
        return before;
      }
      boolean done =
          database.write(handle -> {
            boolean replaced = RegistryTable.replace(handle, before, after);
            if (replaced) {
              RegistryTable.record(
                  handle,
                  change(when, who, what(before, after), Optional.of(before), Optional.of(after)));
            }
            return replaced;
          });
      if (done) {
        return after;
      }
    }
  }

  private static What what(RegistryEntry before, RegistryEntry after) {
    if (before.labels().archived() == after.labels().archived()) {
      return What.UPDATED;
    }
    return after.labels().archived() ? What.ARCHIVED : What.RESTORED;
  }

  @Override
  public void delete(RegistryReference reference, ActiveUse use, String who, Instant when) {
    boolean done = false;
    while (!done) {
      RegistryEntry before = mustFind(reference);
      List<String> users = use.of(before);
      if (!users.isEmpty()) {
        throw new RegistryException(
            "entry-in-use",
            ("'%s' is used by %s; deploy that with another model, or delete it, first."
                    + " To only hide the model, archive it")
                .formatted(before.reference(), String.join(", ", users)));
      }
      done =
          database.write(handle -> {
            boolean removed = RegistryTable.remove(handle, before);
            if (removed) {
              RegistryTable.record(
                  handle, change(when, who, What.DELETED, Optional.of(before), Optional.empty()));
            }
            return removed;
          });
    }
  }

  @Override
  public List<RegistryChange> history(String name) {
    return database.read(handle -> RegistryTable.history(handle, name));
  }

  private RegistryEntry mustFind(RegistryReference reference) {
    return find(reference)
        .orElseThrow(() ->
            new RegistryException(
                "no-such-entry", "no registered model is called '%s'".formatted(reference)));
  }

  private static RegistryChange change(
      Instant when,
      String who,
      What what,
      Optional<RegistryEntry> before,
      Optional<RegistryEntry> after) {
    RegistryEntry either = after.or(() -> before).orElseThrow();
    return new RegistryChange(when, who, what, either.name(), either.version(), before, after);
  }
}
