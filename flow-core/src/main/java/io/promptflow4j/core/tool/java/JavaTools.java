package io.promptflow4j.core.tool.java;

import io.promptflow4j.core.source.FileAccessException;
import io.promptflow4j.core.source.FlowFolder;
import io.promptflow4j.core.tool.ResultLimit;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.Toolbox;
import io.promptflow4j.core.tool.compile.CompileCache;
import io.promptflow4j.core.tool.compile.CompileResult;
import io.promptflow4j.core.tool.compile.CompileResult.Problem;
import io.promptflow4j.core.tool.compile.CompiledClasses;
import io.promptflow4j.core.tool.compile.JavaSources;
import io.promptflow4j.core.tool.compile.SourceOutline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The Java tools of one flow: `.java` files of its folder, and tools of packages.
///
/// Files of one directory are compiled together, and so share their classes. The compiler starts,
/// and packages are looked for, only when a node names such a tool. The tools found keep the limit
/// of each call. Closing interrupts what still runs; after that the tools can't be called.
public final class JavaTools implements Toolbox {

  private final FlowFolder folder;
  private final CompileCache cache;
  private final ResultLimit most;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("java-tool-", 0).factory());

  JavaTools(FlowFolder folder, CompileCache cache, ResultLimit most) {
    this.folder = folder;
    this.cache = cache;
    this.most = most;
  }

  /// The tools of the flow in `folder`.
  public static JavaTools in(FlowFolder folder) {
    return new JavaTools(folder, new CompileCache(), ResultLimit.DEFAULT);
  }

  /// The same, with what was compiled before remembered in `cache`.
  public static JavaTools in(FlowFolder folder, Cache cache) {
    return new JavaTools(folder, cache.compiled, ResultLimit.DEFAULT);
  }

  /// The same, with another limit for what a tool may return.
  public JavaTools limitedTo(ResultLimit limit) {
    return new JavaTools(folder, cache, limit);
  }

  /// Remembers what was compiled, so that a flow that is loaded again unchanged is not compiled
  /// again. One for a process is enough; thread-safe.
  public static final class Cache {
    private final CompileCache compiled = new CompileCache();

    /// Starts empty.
    public Cache() {}
  }

  /// A file that a node names.
  private record Named(Reference reference, String directory, String fileName) {}

  @Override
  public Map<Reference, Lookup> find(List<Reference> wanted) {
    var found = new LinkedHashMap<Reference, Lookup>();
    var files = new ArrayList<Named>();
    var packages = new ArrayList<Reference.JavaPackage>();
    for (Reference reference : wanted) {
      switch (reference) {
        case Reference.JavaFile file -> findFile(file, files, found);
        case Reference.JavaPackage named -> packages.add(named);
        case Reference.PythonFile(var path) -> found.put(reference, notJava(path));
        case Reference.PythonPackage(var id) -> found.put(reference, notJava(id));
        case Reference.PythonEntry(var entry, _) -> found.put(reference, notJava(entry));
      }
    }
    var byDirectory = new TreeMap<String, List<Named>>();
    files.forEach(
        file -> byDirectory.computeIfAbsent(file.directory(), _ -> new ArrayList<>()).add(file));
    byDirectory.forEach((directory, named) -> found.putAll(load(directory, named)));
    if (!packages.isEmpty()) {
      PackageTools offered = PackageTools.load();
      packages.forEach(named -> found.put(named, limited(offered.find(named.id()))));
    }
    return found;
  }

  private static Lookup notJava(String name) {
    return new Lookup.Unavailable(
        "unavailable-tool", "'%s' is a Python tool, which can't be run here".formatted(name));
  }

  /// The tool with the limits that calls have here.
  public Tool limited(Tool tool) {
    return new LimitedTool(tool, most, threads);
  }

  private Lookup limited(Lookup lookup) {
    return switch (lookup) {
      case Lookup.Found(Tool tool) -> new Lookup.Found(limited(tool));
      case Lookup.Wrong _, Lookup.Unavailable _ -> lookup;
    };
  }

  private void findFile(Reference.JavaFile file, List<Named> files, Map<Reference, Lookup> found) {
    try {
      folder.resolve(file.path());
      String path = file.path().replace('\\', '/');
      int slash = path.lastIndexOf('/');
      String name = path.substring(slash + 1);
      if (!name.endsWith(".java")) {
        throw new FileAccessException("'%s' is not a .java file".formatted(path));
      }
      String directory = slash < 0 ? "" : path.substring(0, slash);
      files.add(new Named(file, directory.equals(".") ? "" : directory, name));
    } catch (FileAccessException refused) {
      found.put(file, wrong("java-file", String.valueOf(refused.getMessage())));
    }
  }

  private static Lookup wrong(String code, String message) {
    return new Lookup.Wrong(List.of(new Mistake(code, 0, 0, message)));
  }

  private Map<Reference, Lookup> load(String directory, List<Named> files) {
    JavaSources sources = JavaSources.in(folder, directory);
    List<String> names = files.stream().map(Named::fileName).distinct().sorted().toList();
    CompileResult together = cache.compile(sources, names);
    var found = new LinkedHashMap<Reference, Lookup>();
    if (together instanceof CompileResult.Succeeded succeeded) {
      var classes = new CompiledClasses(succeeded.classes(), sources);
      files.forEach(file -> found.put(file.reference(), tool(file, sources, succeeded, classes)));
      return found;
    }
    // one wrong file must not take the others with it
    files.forEach(file ->
        found.put(
            file.reference(),
            alone(file, sources, cache.compile(sources, List.of(file.fileName())))));
    return found;
  }

  private Lookup alone(Named file, JavaSources sources, CompileResult compiled) {
    return switch (compiled) {
      case CompileResult.Succeeded succeeded ->
          tool(file, sources, succeeded, new CompiledClasses(succeeded.classes(), sources));
      case CompileResult.Failed(var problems) ->
          new Lookup.Wrong(
              problems.stream().map(problem -> mistake(problem, file, sources)).toList());
      case CompileResult.NoCompiler _ ->
          new Lookup.Unavailable(
              "no-java-compiler",
              ("'%s' has to be compiled, but this Java is a runtime without a compiler; run with a"
                      + " JDK")
                  .formatted(sources.shown(file.fileName())));
    };
  }

  private static Mistake mistake(Problem problem, Named file, JavaSources sources) {
    boolean elsewhere = !problem.file().isEmpty() && !problem.file().equals(file.fileName());
    return new Mistake(
        "java-compile",
        elsewhere ? Optional.of(sources.shown(problem.file())) : Optional.empty(),
        problem.line(),
        problem.column(),
        problem.message());
  }

  private Lookup tool(
      Named file, JavaSources sources, CompileResult.Succeeded compiled, CompiledClasses classes) {
    SourceOutline outline = compiled.outlines().get(file.fileName());
    if (outline == null) {
      return wrong("java-file", "'%s' can't be read".formatted(sources.shown(file.fileName())));
    }
    var finder = new MethodFinder(sources, file.fileName(), outline);
    return finder
        .find(classes)
        .<Lookup>map(tool -> new Lookup.Found(new LimitedTool(tool, most, threads)))
        .orElseGet(() -> new Lookup.Wrong(finder.mistakes()));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
