package io.promptflow4j.core.run;

import java.util.regex.Pattern;

/// The name of a run, by which people and other runs call it; unique in a workspace.
public record RunName(String value) implements Comparable<RunName> {

  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,254}");

  /// @throws IllegalArgumentException if it has other characters than letters, digits, dot,
  ///   underscore and dash, does not begin with a letter or digit, or is longer than 255
  public RunName {
    if (!ALLOWED.matcher(value).matches()) {
      throw new IllegalArgumentException(
          ("'%s' can't name a run; a name has letters, digits, '.', '_' and '-', begins with a"
                  + " letter or digit, and has at most 255 of them")
              .formatted(value));
    }
  }

  @Override
  public int compareTo(RunName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
