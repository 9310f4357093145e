package io.promptflow4j.core.dataset.catalog;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names a version of a data set: `movies:3`, or the newest one: `movies@latest`.
///
/// @param version empty for the newest
public record DataReference(String name, OptionalInt version) {

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";
  private static final Pattern WRITTEN =
      Pattern.compile("(" + NAME + ")(?::([1-9]\\d{0,8})|@latest)");

  /// What `written` refers to; empty if it is not of this form, and so may be a path.
  public static Optional<DataReference> parse(String written) {
    Matcher matcher = WRITTEN.matcher(written);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String version = matcher.group(2);
    return Optional.of(
        version == null
            ? latest(matcher.group(1))
            : to(matcher.group(1), Integer.parseInt(version)));
  }

  public static DataReference to(String name, int version) {
    return new DataReference(name, OptionalInt.of(version));
  }

  public static DataReference latest(String name) {
    return new DataReference(name, OptionalInt.empty());
  }

  static boolean isName(String name) {
    return name.matches(NAME);
  }

  @Override
  public String toString() {
    return version.isPresent() ? name + ":" + version.getAsInt() : name + "@latest";
  }
}
