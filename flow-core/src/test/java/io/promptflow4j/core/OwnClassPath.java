package io.promptflow4j.core;

import io.promptflow4j.core.engine.FlowRuns;
import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;

/// The class path for a process that a test starts.
public final class OwnClassPath {

  private OwnClassPath() {}

  /// All classes of this process, however it got them.
  public static String text() {
    var entries = new LinkedHashSet<String>();
    entries.add(origin(OwnClassPath.class));
    entries.add(origin(FlowRuns.class));
    for (String property : List.of("java.class.path", "jdk.module.path")) {
      for (String entry : System.getProperty(property, "").split(File.pathSeparator, -1)) {
        if (!entry.isEmpty()) {
          entries.add(entry);
        }
      }
    }
    if (OwnClassPath.class.getClassLoader()
        instanceof URLClassLoader loader) { // a console launcher's
      for (URL url : loader.getURLs()) {
        entries.add(url.getPath());
      }
    }
    Path tests = Path.of("target", "test-classes").toAbsolutePath();
    if (Files.isDirectory(tests)) { // as a patch of the module, they have no origin of their own
      entries.add(tests.toString());
    }
    return String.join(File.pathSeparator, entries);
  }

  private static String origin(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
