package io.promptflow4j.core.tool.compile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;

/// What the compiler sees: sources from [JavaSources], the libraries of the class path without the
/// inner packages of Promptflow4j, and a place for classes in memory. Owned by one compilation.
final class MemoryFiles extends ForwardingJavaFileManager<JavaFileManager> {

  private final Map<String, Source> sources = new LinkedHashMap<>();
  private final Map<String, ByteArrayOutputStream> classes = new LinkedHashMap<>();

  MemoryFiles(StandardJavaFileManager files, JavaSources sources) {
    super(files);
    sources.names().forEach(name -> this.sources.put(name, new Source(name, sources)));
  }

  /// A file of the folder.
  static final class Source extends SimpleJavaFileObject {
    private final String name;
    private final JavaSources sources;

    private Source(String name, JavaSources sources) {
      super(address(name), Kind.SOURCE);
      this.name = name;
      this.sources = sources;
    }

    private static URI address(String name) {
      try {
        return new URI("flow", null, "/" + name, null);
      } catch (URISyntaxException impossible) {
        throw new IllegalStateException("'%s' has no address".formatted(name), impossible);
      }
    }

    private String className() {
      return name.substring(0, name.length() - Kind.SOURCE.extension.length());
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) throws IOException {
      var text = sources.text(name);
      if (text.isEmpty()) {
        throw new IOException(sources.whyUnreadable(name).orElse("the file is gone"));
      }
      return text.get().text();
    }
  }

  /// A class that is being written.
  private static final class Output extends SimpleJavaFileObject {
    private final ByteArrayOutputStream bytes;

    private Output(String className, ByteArrayOutputStream bytes) {
      super(URI.create("memory:///" + className.replace('.', '/') + ".class"), Kind.CLASS);
      this.bytes = bytes;
    }

    @Override
    public OutputStream openOutputStream() {
      return bytes;
    }
  }

  /// The name of one of the folder's files; the compiler shows them in wrappers of its own.
  static String fileName(FileObject file) {
    String path = file.getName();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  List<Source> sources(List<String> names) {
    return names.stream().filter(sources::containsKey).map(this::source).toList();
  }

  private Source source(String name) {
    Source found = sources.get(name);
    if (found == null) {
      throw new IllegalStateException("'%s' was not read".formatted(name));
    }
    return found;
  }

  /// The classes that were written, by their binary names.
  Map<String, byte[]> classes() {
    var written = new LinkedHashMap<String, byte[]>();
    classes.forEach((name, bytes) -> written.put(name, bytes.toByteArray()));
    return written;
  }

  @Override
  public boolean hasLocation(Location location) {
    return location == StandardLocation.SOURCE_PATH || super.hasLocation(location);
  }

  @Override
  public Iterable<JavaFileObject> list(
      Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse)
      throws IOException {
    if (location == StandardLocation.SOURCE_PATH) {
      boolean own = packageName.isEmpty() && kinds.contains(JavaFileObject.Kind.SOURCE);
      return own ? new ArrayList<>(sources.values()) : List.of();
    }
    if (location == StandardLocation.CLASS_PATH && !VisibleClasses.isVisible(packageName)) {
      return List.of();
    }
    return super.list(location, packageName, kinds, recurse);
  }

  @Override
  public String inferBinaryName(Location location, JavaFileObject file) {
    return file instanceof Source own ? own.className() : super.inferBinaryName(location, file);
  }

  @Override
  public boolean isSameFile(FileObject one, FileObject other) {
    if (one instanceof Source || other instanceof Source) {
      return one.equals(other);
    }
    return super.isSameFile(one, other);
  }

  @Override
  public boolean contains(Location location, FileObject file) throws IOException {
    return file instanceof Source
        ? location == StandardLocation.SOURCE_PATH
        : super.contains(location, file);
  }

  @Override
  public JavaFileObject getJavaFileForOutput(
      Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
    var bytes = new ByteArrayOutputStream();
    classes.put(className, bytes);
    return new Output(className, bytes);
  }
}
