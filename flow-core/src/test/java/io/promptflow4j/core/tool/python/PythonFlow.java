package io.promptflow4j.core.tool.python;

import io.promptflow4j.core.source.FlowFolder;
import io.promptflow4j.core.tool.Argument;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolCall;
import io.promptflow4j.core.tool.ToolException;
import io.promptflow4j.core.tool.ToolResult;
import io.promptflow4j.core.tool.ToolSignature;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/// A flow folder with Python files, for tests, and its workers.
final class PythonFlow implements AutoCloseable {

  static final Duration LIMIT = Duration.ofSeconds(30);

  private final Path folder;
  final PythonTools tools;

  PythonFlow(Path folder) {
    this(folder, 4);
  }

  PythonFlow(Path folder, int workers) {
    this(folder, new PythonSettings(Map.of(), System.getenv(), List.of(), workers));
  }

  PythonFlow(Path folder, PythonSettings settings) {
    this.folder = folder;
    this.tools = PythonTools.open(FlowFolder.open(folder), settings);
  }

  PythonFlow file(String name, String content) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
    return this;
  }

  /// Writes `t.py`: a tool with the given body, after the given imports.
  void tool(String imports, String body) throws IOException {
    file(
        "t.py",
        "%s\nfrom promptflow.core import tool\n\n@tool\ndef f(x=None):\n%s"
            .formatted(imports, body.indent(4)));
  }

  /// Waits until a file is there.
  void await(String name) throws IOException, InterruptedException {
    try (var watch = folder.getFileSystem().newWatchService()) {
      folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      while (!Files.exists(folder.resolve(name))) {
        var key = watch.poll(100, TimeUnit.MILLISECONDS);
        if (key != null) {
          key.reset();
        }
      }
    }
  }

  /// Fails unless a process ends within seconds.
  static void assertGone(long pid) throws Exception {
    var process = ProcessHandle.of(pid);
    if (process.isPresent()) {
      process.get().onExit().get(5, TimeUnit.SECONDS);
    }
  }

  PythonTools.Inspected inspect(String file) throws InterruptedException {
    return tools.inspect(List.of(file)).getFirst();
  }

  ToolSignature signature(String file) throws InterruptedException {
    return found(file).signature();
  }

  private PythonTools.Inspected.Found found(String file) throws InterruptedException {
    return switch (inspect(file)) {
      case PythonTools.Inspected.Found found -> found;
      case PythonTools.Inspected.Wrong wrong -> throw new AssertionError(wrong.toString());
      case PythonTools.Inspected.NoInterpreter none -> throw new AssertionError(none.toString());
    };
  }

  Tool tool(String file) throws InterruptedException {
    PythonTools.Inspected.Found found = found(file);
    return tools.tool(file, found.signature(), found.line());
  }

  ToolResult call(String file, Object... namesAndValues) throws InterruptedException {
    return tool(file).call(new ToolCall("node", arguments(namesAndValues), LIMIT));
  }

  /// The plain data that a tool returns.
  @Nullable Object value(String file, Object... namesAndValues) throws InterruptedException {
    return call(file, namesAndValues).value().toPlain();
  }

  ToolException failure(String file, Object... namesAndValues) throws InterruptedException {
    Tool tool = tool(file);
    return Assertions.catchThrowableOfType(
        ToolException.class,
        () -> tool.call(new ToolCall("node", arguments(namesAndValues), LIMIT)));
  }

  static Map<String, Argument> arguments(Object... namesAndValues) {
    var arguments = new LinkedHashMap<String, Argument>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Object given = namesAndValues[i + 1];
      arguments.put(
          (String) namesAndValues[i],
          given instanceof Argument argument ? argument : new Argument.Data(Value.from(given)));
    }
    return arguments;
  }

  static Map<String, String> environment(String... namesAndValues) {
    var environment = new HashMap<>(System.getenv());
    for (int i = 0; i < namesAndValues.length; i += 2) {
      environment.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return environment;
  }

  @Override
  public void close() {
    tools.close();
  }
}
