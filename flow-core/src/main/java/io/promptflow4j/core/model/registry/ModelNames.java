package io.promptflow4j.core.model.registry;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Finds what a model name in a flow stands for, if it is that of a registered model.
public final class ModelNames {

  /// A name, and what it means.
  ///
  /// @param model the name to send to the service
  /// @param connection the connection to send it to, if an entry says so
  /// @param base the name under which the catalog knows it
  /// @param entries the entries that were followed, the last one being what it stands for; empty if
  ///   the name is no entry's
  public record Resolved(
      String model,
      Optional<String> connection,
      Optional<String> base,
      List<RegistryEntry> entries) {

    public Resolved {
      entries = List.copyOf(entries);
    }

    /// The last entry that was followed.
    public Optional<RegistryEntry> entry() {
      return entries.isEmpty() ? Optional.empty() : Optional.of(entries.getLast());
    }

    /// The entries that were followed as `name:version`.
    public List<String> references() {
      return entries.stream().map(entry -> entry.reference().toString()).toList();
    }
  }

  /// None: every name stands for itself.
  public static final ModelNames NONE = new ModelNames(_ -> Optional.empty());

  private final Function<RegistryReference, Optional<RegistryEntry>> entries;

  /// @param entries finds an entry, such as [ModelRegistry#find]
  public ModelNames(Function<RegistryReference, Optional<RegistryEntry>> entries) {
    this.entries = entries;
  }

  /// What `written` stands for. An alias of an alias is followed to its end; a name that no entry
  /// has stands for itself. An entry that stands for its own name ends there.
  ///
  /// @throws RegistryException with code `alias-cycle` if aliases lead in a circle
  public Resolved resolve(String written) {
    var seen = new LinkedHashSet<String>();
    var followed = new ArrayList<RegistryEntry>();
    var found = new Resolved(written, Optional.empty(), Optional.empty(), List.of());
    Optional<RegistryEntry> next = entry(written);
    while (next.isPresent()) {
      RegistryEntry entry = next.get();
      if (!seen.add(entry.reference().toString())) {
        throw new RegistryException(
            "alias-cycle", "the aliases %s lead in a circle".formatted(String.join(" → ", seen)));
      }
      followed.add(entry);
      Target target = entry.target();
      found =
          new Resolved(
              target.model(),
              target.connection().or(found::connection),
              target.base().or(() -> Optional.of(target.model())),
              followed);
      boolean ends = target.kind() != Target.Kind.ALIAS || target.model().equals(entry.name());
      next = ends ? Optional.empty() : entry(target.model());
    }
    return found;
  }

  private Optional<RegistryEntry> entry(String written) {
    return RegistryReference.parse(written).flatMap(entries);
  }
}
