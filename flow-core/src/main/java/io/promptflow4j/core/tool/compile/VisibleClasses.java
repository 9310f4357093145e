package io.promptflow4j.core.tool.compile;

import java.io.IOException;
import java.net.URL;
import java.util.Enumeration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the code of a flow sees beside itself: the JDK, the libraries of the application, and those
/// packages of Promptflow4j that are its public API.
///
/// This keeps flows from growing into the engine's inner parts; it is no wall against hostile code,
/// which an operator must not put into a flow folder.
final class VisibleClasses extends ClassLoader {

  static {
    registerAsParallelCapable();
  }

  private static final String OURS = "io.promptflow4j.";

  /// What `module-info` exports, for class path and module path alike.
  static final Set<String> API =
      Set.of(
          "io.promptflow4j.core.definition",
          "io.promptflow4j.core.engine",
          "io.promptflow4j.core.execution",
          "io.promptflow4j.core.graph",
          "io.promptflow4j.core.model",
          "io.promptflow4j.core.model.connection",
          "io.promptflow4j.core.source",
          "io.promptflow4j.core.template",
          "io.promptflow4j.core.template.chat",
          "io.promptflow4j.core.tool",
          "io.promptflow4j.core.tool.java",
          "io.promptflow4j.core.trace",
          "io.promptflow4j.core.value");

  private final ClassLoader application;

  VisibleClasses(ClassLoader application) {
    super("flow-libraries", ClassLoader.getPlatformClassLoader());
    this.application = application;
  }

  static boolean isVisible(String packageName) {
    return !packageName.startsWith(OURS) || API.contains(packageName);
  }

  /// Asked before the parent is, because the platform's loader knows all named modules.
  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!isVisible(name.substring(0, Math.max(0, name.lastIndexOf('.'))))) {
      throw new ClassNotFoundException(name);
    }
    return super.loadClass(name, resolve);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    return application.loadClass(name);
  }

  @Override
  protected @Nullable URL findResource(String name) {
    return application.getResource(name);
  }

  @Override
  protected Enumeration<URL> findResources(String name) throws IOException {
    return application.getResources(name);
  }
}
