package io.promptflow4j.core.model.registry;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names an entry: `support:3` a version, `support@production` the newest of a stage, `support` or
/// `support@latest` the newest one.
///
/// @param version empty unless one is named
/// @param stage empty unless one is named
public record RegistryReference(String name, OptionalInt version, Optional<Stage> stage) {

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";
  private static final Pattern WRITTEN =
      Pattern.compile("(" + NAME + ")(?::([1-9]\\d{0,8})|@([a-z]+))?");

  /// What `written` refers to; empty if it is not of this form.
  public static Optional<RegistryReference> parse(String written) {
    Matcher matcher = WRITTEN.matcher(written);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    if (matcher.group(2) != null) {
      return Optional.of(to(matcher.group(1), Integer.parseInt(matcher.group(2))));
    }
    String stage = matcher.group(3);
    if (stage == null || stage.equals("latest")) {
      return Optional.of(latest(matcher.group(1)));
    }
    return Stage.named(stage)
        .map(named ->
            new RegistryReference(matcher.group(1), OptionalInt.empty(), Optional.of(named)));
  }

  public static RegistryReference to(String name, int version) {
    return new RegistryReference(name, OptionalInt.of(version), Optional.empty());
  }

  public static RegistryReference latest(String name) {
    return new RegistryReference(name, OptionalInt.empty(), Optional.empty());
  }

  /// Whether an entry can have this name: letters, digits, `.`, `_` and `-`, 100 at most.
  public static boolean isName(String name) {
    return name.matches(NAME);
  }

  @Override
  public String toString() {
    return version.isPresent()
        ? name + ":" + version.getAsInt()
        : name + stage.map(one -> "@" + one.written()).orElse("@latest");
  }
}
