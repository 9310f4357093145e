package io.promptflow4j.core.tool.compile;

import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The classes of one compiled set of files. Each loader has its own copies and static fields, so
/// flows with classes of the same name do not meet. Files beside the sources are its resources.
///
/// It holds nothing that needs closing: it goes when nobody holds a tool of it any more.
public final class CompiledClasses extends ClassLoader {

  static {
    registerAsParallelCapable();
  }

  private final Map<String, byte[]> classes;
  private final JavaSources sources;

  public CompiledClasses(Map<String, byte[]> classes, JavaSources sources) {
    super("flow-code", new VisibleClasses(applicationLoader()));
    this.classes = Map.copyOf(classes);
    this.sources = sources;
  }

  static ClassLoader applicationLoader() {
    ClassLoader ours = CompiledClasses.class.getClassLoader();
    return ours == null ? ClassLoader.getSystemClassLoader() : ours;
  }

  /// The binary names of the classes in it.
  public Set<String> names() {
    return classes.keySet();
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = classes.get(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  @Override
  public @Nullable URL getResource(String name) {
    Optional<Path> own = sources.resource(name);
    return own.isPresent() ? address(own.get()) : super.getResource(name);
  }

  private static URL address(Path file) {
    try {
      return file.toUri().toURL();
    } catch (MalformedURLException impossible) {
      throw new IllegalStateException("a file has no address: " + file, impossible);
    }
  }
}
