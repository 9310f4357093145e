package io.promptflow4j.core.source;

import java.nio.file.Path;
import java.util.Map;

/// Where a user's own files are.
public final class HomeFolder {

  private HomeFolder() {}

  /// `$HOME`, as Python and shells have it, if that is a whole path; else that of the account.
  public static Path of(Map<String, String> environment) {
    String home = environment.getOrDefault("HOME", "");
    return home.isBlank() || !Path.of(home).isAbsolute()
        ? Path.of(System.getProperty("user.home", "."))
        : Path.of(home);
  }
}
