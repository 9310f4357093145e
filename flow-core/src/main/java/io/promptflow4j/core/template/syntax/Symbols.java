package io.promptflow4j.core.template.syntax;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where the names of one scope get their values from, by the rules of Jinja2's own analysis.
final class Symbols {

  /// Where a name gets its value from.
  private enum Origin {
    PARAMETER,
    /// Assigned in this scope, and known in none around it.
    ASSIGNED,
    /// Assigned in this scope and known around it.
    OUTER,
    /// Asked of the variables that the template is rendered with.
    OUTSIDE
  }

  private final @Nullable Symbols parent;
  private final Map<String, Origin> origins;
  private final Set<String> stores;

  Symbols(@Nullable Symbols parent) {
    this(parent, new HashMap<>(), new HashSet<>());
  }

  private Symbols(@Nullable Symbols parent, Map<String, Origin> origins, Set<String> stores) {
    this.parent = parent;
    this.origins = origins;
    this.stores = stores;
  }

  Symbols copy() {
    return new Symbols(parent, new HashMap<>(origins), new HashSet<>(stores));
  }

  void declare(String name) {
    stores.add(name);
    origins.put(name, Origin.PARAMETER);
  }

  void store(String name) {
    stores.add(name);
    boolean knownAround = parent != null && parent.knows(name);
    origins.putIfAbsent(name, knownAround ? Origin.OUTER : Origin.ASSIGNED);
  }

  /// Notes that `name` is read, and says whether its value may come from outside the template.
  boolean load(String name) {
    if (!knows(name)) {
      origins.put(name, Origin.OUTSIDE);
    }
    return isOutside(name);
  }

  private boolean knows(String name) {
    return origins.containsKey(name) || (parent != null && parent.knows(name));
  }

  private boolean isOutside(String name) {
    return switch (origins.get(name)) {
      case OUTSIDE -> true;
      case PARAMETER, ASSIGNED -> false;
      case OUTER -> parent != null && parent.isOutside(name);
      case null -> parent != null && parent.isOutside(name);
    };
  }

  /// The names that are assigned here before they are read, and known in no scope around.
  Set<String> firstAssigned() {
    var names = new HashSet<String>();
    origins.forEach((name, origin) -> {
      if (origin == Origin.ASSIGNED) {
        names.add(name);
      }
    });
    return names;
  }

  /// The names that have a value from inside the template here.
  Set<String> suppliedInside() {
    var names = new HashSet<String>();
    for (Symbols scope = this; scope != null; scope = scope.parent) {
      names.addAll(scope.origins.keySet());
    }
    names.removeIf(this::isOutside);
    return names;
  }

  /// Takes over what the branches of an `if` do. A name that not all of them assign may come from
  /// outside; these names are returned.
  Set<String> merge(List<Symbols> branches) {
    var counts = new HashMap<String, Integer>();
    for (Symbols branch : branches) {
      for (String name : branch.stores) {
        if (!stores.contains(name)) {
          counts.merge(name, 1, Integer::sum);
        }
      }
    }
    for (Symbols branch : branches) {
      origins.putAll(branch.origins);
      stores.addAll(branch.stores);
    }
    var open = new HashSet<String>();
    counts.forEach((name, count) -> {
      if (count < branches.size()) {
        boolean knownAround = parent != null && parent.knows(name);
        origins.put(name, knownAround ? Origin.OUTER : Origin.OUTSIDE);
        if (!knownAround) {
          open.add(name);
        }
      }
    });
    return open;
  }
}
