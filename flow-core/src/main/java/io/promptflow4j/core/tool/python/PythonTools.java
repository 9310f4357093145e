package io.promptflow4j.core.tool.python;

import io.promptflow4j.core.source.FileAccessException;
import io.promptflow4j.core.source.FlowFolder;
import io.promptflow4j.core.tool.FlowCalls;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolSignature;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The Python tools of one flow.
///
/// ```java
/// try (PythonTools python = PythonTools.open(folder, settings)) {
///   if (python.inspect(List.of("score.py")).getFirst() instanceof Inspected.Found found) {
///     ToolResult result = python.tool("score.py", found.signature(), found.line()).call(call);
///   }
/// }
/// ```
///
/// Neither an interpreter is looked for nor a process started before the first tool is asked for,
/// so a flow without Python nodes needs no Python. Thread-safe. Closing ends all worker processes
/// and what they started.
public final class PythonTools implements AutoCloseable {

  private static final Duration READING = Duration.ofSeconds(10);

  /// A package that has to be imported to be understood may be slow.
  private static final Duration IMPORTING = Duration.ofSeconds(60);

  private final FlowFolder folder;
  private final FlowCalls flows;
  private final PythonSettings settings;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable WorkerPool pool;
  private @Nullable String missing;
  private boolean closed;

  private PythonTools(FlowFolder folder, PythonSettings settings, FlowCalls flows) {
    this.flows = flows;
    this.folder = folder;
    this.settings = settings;
  }

  /// The tools of the flow in `folder`; costs nothing yet.
  public static PythonTools open(FlowFolder folder, PythonSettings settings) {
    return open(folder, settings, FlowCalls.NONE);
  }

  /// The same for tools that may have other flows run.
  ///
  /// @param flows closed with the tools
  public static PythonTools open(FlowFolder folder, PythonSettings settings, FlowCalls flows) {
    return new PythonTools(folder, settings, flows);
  }

  /// What the tools in some files take, one entry for each file in the same order. The files are
  /// parsed, not run.
  ///
  /// @throws InterruptedException if the calling thread is interrupted
  public List<Inspected> inspect(List<String> relativePaths) throws InterruptedException {
    var results = new ArrayList<@Nullable Inspected>();
    var paths = new ArrayList<Value>();
    for (String relative : relativePaths) {
      try {
        paths.add(Value.of(folder.resolve(relative).toString()));
        results.add(null);
      } catch (FileAccessException unreadable) {
        String why = unreadable.getMessage() == null ? "" : unreadable.getMessage();
        results.add(new Inspected.Wrong(1, 1, "file-access", why));
      }
    }
    var asked =
        paths.isEmpty()
            ? List.<Inspected>of()
            : inspected(question("inspect", "files", Value.of(paths)), paths.size());
    var answers = asked.iterator();
    return results.stream().map(result -> result == null ? answers.next() : result).toList();
  }

  /// What a tool of an installed package takes, such as `my_tools.search.find` or
  /// `my_tools.index.Index.search`. Its source is parsed; its package is imported only if that does
  /// not tell.
  ///
  /// @throws InterruptedException if the calling thread is interrupted
  public Inspected packageTool(String id) throws InterruptedException {
    return inspected(question("package", "tool", Value.of(id)), 1).getFirst();
  }

  private List<Inspected> inspected(Value.Mapping question, int count) throws InterruptedException {
    Duration limit = settings.readOnly() ? READING : IMPORTING;
    return switch (ask(_ -> question, limit, _ -> {})) {
      case WorkerPool.Answer.Given(var message, _) -> Answers.signatures(message);
      case WorkerPool.Answer.Unusable(var why) -> repeated(new Inspected.NoInterpreter(why), count);
      case WorkerPool.Answer.Broken(var verdict, _, _) when verdict == Watchdog.Verdict.LATE ->
          repeated(
              new Inspected.NoInterpreter(
                  "the Python worker that read the tools did not answer within %d s"
                      .formatted(limit.toSeconds())),
              count);
      case WorkerPool.Answer.Broken(_, var how, _) ->
          repeated(
              new Inspected.NoInterpreter("the Python worker that read the tools " + how), count);
    };
  }

  private static List<Inspected> repeated(Inspected inspected, int count) {
    return Collections.nCopies(count, inspected);
  }

  private static Value.Mapping question(String operation, String key, Value value) {
    var question = new LinkedHashMap<String, Value>();
    question.put("op", Value.of(operation));
    question.put(key, value);
    return new Value.Mapping(question);
  }

  /// What the code of some tools reaches: the modules it imports, directly or through other modules
  /// of the flow, and what fails on every call. Nothing is run.
  ///
  /// @param files paths of tool files, relative to the flow folder
  /// @param packageTools ids of tools of installed packages
  /// @param entries entries of flows without nodes
  /// @return empty if there is no Python to ask
  /// @throws InterruptedException if the calling thread is interrupted
  public Optional<Reached> reach(
      List<String> files, List<String> packageTools, List<String> entries)
      throws InterruptedException {
    var paths = new ArrayList<String>();
    for (String file : files) {
      try {
        paths.add(folder.resolve(file).toString());
      } catch (FileAccessException _) {
        // checking the flow tells
      }
    }
    var question =
        new Fields()
            .put("op", "reach")
            .put("files", Value.from(paths))
            .put("tools", Value.from(packageTools))
            .put("entries", Value.from(entries))
            .end();
    return ask(_ -> question, IMPORTING, _ -> {}) instanceof WorkerPool.Answer.Given(var message, _)
        ? Optional.of(Answers.reached(message))
        : Optional.empty();
  }

  /// The tool in a file of the flow.
  ///
  /// @param line where it begins, to be told if it fails and nobody knows where; 0 if unknown
  /// @throws FileAccessException if there is no such file
  public Tool tool(String relativePath, ToolSignature signature, int line) {
    return tool(signature, relativePath, line, "file", folder.resolve(relativePath).toString());
  }

  /// A tool of an installed package.
  public Tool packageTool(String id, ToolSignature signature) {
    return tool(signature, id, 0, "package", id);
  }

  /// What the entry of a flow without nodes takes; its file is parsed, not run.
  ///
  /// @throws InterruptedException if the calling thread is interrupted
  public Inspected entry(String entry, boolean aggregate) throws InterruptedException {
    var question = new LinkedHashMap<String, Value>();
    question.put("op", Value.of("entry"));
    question.put("entry", Value.of(entry));
    question.put("aggregate", Value.of(aggregate));
    return inspected(new Value.Mapping(question), 1).getFirst();
  }

  /// The entry as a tool.
  public Tool entry(String entry, boolean aggregate, ToolSignature signature, int line) {
    SequencedMap<String, Value> source = new LinkedHashMap<>();
    source.put("entry", Value.of(entry));
    source.put("aggregate", Value.of(aggregate));
    String file = entry.substring(0, entry.indexOf(':')).replace('.', '/') + ".py";
    var failures = new PythonFailures(signature.name(), file, line, folder.root().toString());
    return new PythonTool(this, signature, source, failures);
  }

  private Tool tool(ToolSignature signature, String shown, int line, String key, String place) {
    SequencedMap<String, Value> source = new LinkedHashMap<>();
    source.put(key, Value.of(place));
    var failures = new PythonFailures(signature.name(), shown, line, folder.root().toString());
    return new PythonTool(this, signature, source, failures);
  }

  /// Has a worker answer; see [WorkerPool#ask].
  WorkerPool.Answer ask(
      Function<String, Value.Mapping> request, Duration limit, Consumer<Value> chunks)
      throws InterruptedException {
    WorkerPool workers = pool();
    return workers == null
        ? new WorkerPool.Answer.Unusable(missing == null ? "" : missing)
        : workers.ask(request, limit, chunks);
  }

  private @Nullable WorkerPool pool() {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the flow's Python tools are closed");
      }
      if (pool == null && missing == null) {
        switch (interpreter()) {
          case Interpreter.Found(Path path, _) ->
              pool = new WorkerPool(folder.root(), settings, path, flows);
          case Interpreter.Missing(var message) -> missing = message;
        }
      }
      return pool;
    } finally {
      lock.unlock();
    }
  }

  private Interpreter interpreter() {
    return settings.readOnly()
        ? Interpreter.findElsewhere(settings.process())
        : Interpreter.find(folder.root(), settings.process());
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (pool != null) {
        pool.close();
      }
      flows.close();
    } finally {
      lock.unlock();
    }
  }

  /// What code reaches that may keep it from running.
  ///
  /// @param missing modules that are not installed
  /// @param absent names of prompt flow's Python library that are not part of Promptflow4j
  /// @param web modules that open web addresses
  /// @param undefined names that a call reads and nothing defines
  /// @param raises tools that raise whatever they are given
  /// @param unset variables that are read without a default, and that the process does not have
  public record Reached(
      List<Spot> missing,
      List<Spot> absent,
      List<Spot> web,
      List<Spot> undefined,
      List<Spot> raises,
      List<Spot> unset) {

    public Reached {
      missing = List.copyOf(missing);
      absent = List.copyOf(absent);
      web = List.copyOf(web);
      undefined = List.copyOf(undefined);
      raises = List.copyOf(raises);
      unset = List.copyOf(unset);
    }

    /// A name and where it stands.
    ///
    /// @param installs what to install for it; empty if that is no question
    /// @param file relative to the flow folder
    /// @param line counted from 1
    public record Spot(String name, String installs, String file, int line) {}
  }

  /// What is known of a tool from its source text.
  sealed interface Inspected {

    /// It is a tool.
    ///
    /// @param line where it begins, counted from 1
    record Found(ToolSignature signature, int line) implements Inspected {}

    /// The author has to mend something.
    ///
    /// @param line counted from 1
    /// @param column counted from 1
    /// @param code `no-tool`, `several-tools`, `python-syntax`, `python-encoding`,
    ///   `duplicate-parameter`, `package-tool` or `file-access`
    record Wrong(int line, int column, String code, String message) implements Inspected {}

    /// There is no Python to ask, or it does not work; the message says what to do.
    record NoInterpreter(String message) implements Inspected {}
  }
}
