package io.promptflow4j.core.run.access;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What somebody may do with a server. Each role may do what those before it may.
public enum Role {
  /// Looks: descriptions, models, the catalog.
  VIEWER,
  /// Calls flows and models.
  RUNNER,
  /// Changes flows and data sets.
  AUTHOR,
  /// Changes what is deployed.
  OPERATOR,
  /// Decides who may call, and reads the audit log.
  ADMIN;

  /// Whether it may do what `other` may.
  public boolean includes(Role other) {
    return compareTo(other) >= 0;
  }

  /// As it is written: `viewer`.
  public String written() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The role that is written so; empty if there is none.
  public static Optional<Role> named(String written) {
    return Arrays.stream(values()).filter(role -> role.written().equals(written)).findFirst();
  }

  /// All of them, as they are written.
  public static List<String> names() {
    return Arrays.stream(values()).map(Role::written).toList();
  }
}
