package io.promptflow4j.core.tool.compile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// Compiles, and remembers what the last folders came to, so that a flow that is loaded again
/// unchanged is not compiled again. Thread-safe; compiles one set of files at a time.
public final class CompileCache {

  private static final int MAX_ENTRIES = 64;

  private record Key(String digest, List<String> names, String classPath) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, Compiled> entries = new LinkedHashMap<>();

  /// Starts empty.
  public CompileCache() {}

  /// Compiles the files called `names` of `sources`, and of the others what they use.
  public Compiled compile(JavaSources sources, List<String> names) {
    var key = new Key(sources.digest(), List.copyOf(names), JavaCompilation.classPath());
    lock.lock();
    try {
      @Nullable Compiled known = entries.get(key);
      if (known != null) {
        return known;
      }
      Compiled compiled = compileAnew(sources, names);
      entries.put(key, compiled);
      if (entries.size() > MAX_ENTRIES) {
        entries.remove(entries.keySet().iterator().next());
      }
      return compiled;
    } finally {
      lock.unlock();
    }
  }

  private static Compiled compileAnew(JavaSources sources, List<String> names) {
    var compiler = ToolProvider.getSystemJavaCompiler();
    return compiler == null
        ? Compiled.NoCompiler.NO_COMPILER
        : new JavaCompilation(sources, compiler).run(names);
  }
}
