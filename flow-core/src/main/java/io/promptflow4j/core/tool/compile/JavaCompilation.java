package io.promptflow4j.core.tool.compile;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import io.promptflow4j.core.tool.compile.CompileResult.Problem;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;

/// One run of the Java compiler over files of one directory. Nothing is written to disk, and no
/// annotation processor runs.
final class JavaCompilation {

  private final JavaSources sources;
  private final JavaCompiler compiler;
  private final DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();

  JavaCompilation(JavaSources sources, JavaCompiler compiler) {
    this.sources = sources;
    this.compiler = compiler;
  }

  /// Compiles the files called `names`, and of the others beside them what they use.
  CompileResult run(List<String> names) {
    var standard =
        compiler.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8);
    try (var files = new MemoryFiles(standard, sources)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  Writer.nullWriter(), files, diagnostics, options(), null, files.sources(names));
      Map<String, SourceOutline> outlines = outlines(task, task.parse());
      task.analyze();
      if (!hasErrors()) {
        task.generate();
      }
      return hasErrors()
          ? new CompileResult.Failed(problems())
          : new CompileResult.Succeeded(ExitCalls.barred(files.classes()), outlines);
    } catch (IOException | RuntimeException | StackOverflowError | AssertionError broken) {
      return new CompileResult.Failed(problemsAnd(broken, names));
    }
  }

  private Map<String, SourceOutline> outlines(
      JavacTask task, Iterable<? extends CompilationUnitTree> units) {
    var outlines = new LinkedHashMap<String, SourceOutline>();
    for (CompilationUnitTree unit : units) {
      String name = MemoryFiles.fileName(unit.getSourceFile());
      sources
          .text(name)
          .map(text -> new OutlineReader(task, unit, text).read())
          .ifPresent(outline -> outlines.put(name, outline));
    }
    return outlines;
  }

  private static List<String> options() {
    return List.of(
        "-proc:none",
        "-parameters",
        "-g",
        "-nowarn",
        "-implicit:class",
        "-Xmaxerrs",
        "200",
        "-classpath",
        classPath());
  }

  /// The application's libraries, wherever the virtual machine was told of them.
  static String classPath() {
    var entries = new LinkedHashSet<String>();
    for (String property : List.of("java.class.path", "jdk.module.path")) {
      entries.addAll(List.of(System.getProperty(property, "").split(File.pathSeparator, -1)));
    }
    var home = JavaCompilation.class.getProtectionDomain().getCodeSource();
    if (home != null && home.getLocation() != null) {
      try {
        entries.add(Path.of(home.getLocation().toURI()).toString());
      } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException _) {
        // not a file: then the class path has it or nobody has
      }
    }
    entries.remove(""); // would be the working directory
    return String.join(File.pathSeparator, entries);
  }

  private boolean hasErrors() {
    return diagnostics.getDiagnostics().stream().anyMatch(JavaCompilation::isError);
  }

  private static boolean isError(Diagnostic<?> diagnostic) {
    return diagnostic.getKind() == Diagnostic.Kind.ERROR;
  }

  private List<Problem> problems() {
    return diagnostics.getDiagnostics().stream()
        .filter(JavaCompilation::isError)
        .map(this::problem)
        .distinct()
        .toList();
  }

  private List<Problem> problemsAnd(Throwable broken, List<String> names) {
    var problems = new ArrayList<>(problems());
    if (problems.isEmpty()) {
      problems.add(
          new Problem(
              "",
              0,
              0,
              isTooDeep(broken)
                  ? ("the code of '%s' is nested too deeply for the Java compiler; split its long"
                          + " or nested expressions and blocks into methods of their own")
                      .formatted(String.join("', '", names))
                  : "the compiler gave up: " + broken));
    }
    return problems;
  }

  private static boolean isTooDeep(Throwable broken) {
    for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
      if (cause instanceof StackOverflowError) {
        return true;
      }
    }
    return false;
  }

  private Problem problem(Diagnostic<? extends JavaFileObject> diagnostic) {
    String message = onOneLine(diagnostic.getMessage(Locale.ROOT));
    if (diagnostic.getSource() == null || diagnostic.getPosition() == Diagnostic.NOPOS) {
      return new Problem("", 0, 0, message);
    }
    String name = MemoryFiles.fileName(diagnostic.getSource());
    int offset = Math.toIntExact(diagnostic.getPosition());
    return sources
        .text(name)
        .map(text -> text.placeAt(offset))
        .map(place -> new Problem(name, place.line(), place.column(), message))
        .orElseGet(() -> new Problem("", 0, 0, message));
  }

  /// `cannot find symbol: variable txt, in class Shout`
  private static String onOneLine(String message) {
    return message
        .strip()
        .replaceAll("\\R\\s*symbol:\\s*", ": ")
        .replaceAll("\\R\\s*location:\\s*", ", in ")
        .replaceAll("\\s*\\R\\s*", "; ")
        .replaceAll("\\bjava\\.(lang|util)\\.(?=[A-Z])", "");
  }
}
