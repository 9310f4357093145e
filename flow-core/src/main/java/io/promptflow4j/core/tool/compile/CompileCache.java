package io.promptflow4j.core.tool.compile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// Compiles, and remembers what the last folders came to, so that a flow that is loaded again
/// unchanged is not compiled again. Thread-safe; compiles one set of files at a time.
public final class CompileCache {

  private static final int MAX_ENTRIES = 64;

  private record Key(String digest, List<String> names, String classPath) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, CompileResult> entries = new LinkedHashMap<>();

  private final Supplier<@Nullable JavaCompiler> compiler;

  /// Starts empty; compiles with the compiler of this Java.
  public CompileCache() {
    this(ToolProvider::getSystemJavaCompiler);
  }

  /// Starts empty; a compiler that is null is a Java without one.
  public CompileCache(Supplier<@Nullable JavaCompiler> compiler) {
    this.compiler = compiler;
  }

  /// Compiles the files called `names` of `sources`, and of the others what they use.
  public CompileResult compile(JavaSources sources, List<String> names) {
    var key = new Key(sources.digest(), List.copyOf(names), JavaCompilation.classPath());
    lock.lock();
    try {
      @Nullable CompileResult known = entries.get(key);
      if (known != null) {
        return known;
      }
      CompileResult compiled = compileAnew(sources, names);
      entries.put(key, compiled);
      if (entries.size() > MAX_ENTRIES) {
        entries.remove(entries.keySet().iterator().next());
      }
      return compiled;
    } finally {
      lock.unlock();
    }
  }

  private CompileResult compileAnew(JavaSources sources, List<String> names) {
    JavaCompiler found = compiler.get();
    return found == null
        ? CompileResult.NoCompiler.NO_COMPILER
        : new JavaCompilation(sources, found).run(names);
  }
}
