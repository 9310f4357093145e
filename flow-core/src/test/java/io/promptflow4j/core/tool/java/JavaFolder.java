package io.promptflow4j.core.tool.java;

import io.promptflow4j.core.source.FlowFolder;
import io.promptflow4j.core.tool.Argument;
import io.promptflow4j.core.tool.ResultLimit;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolCall;
import io.promptflow4j.core.tool.ToolResult;
import io.promptflow4j.core.tool.Toolbox.Lookup;
import io.promptflow4j.core.tool.Toolbox.Mistake;
import io.promptflow4j.core.tool.Toolbox.Reference;
import io.promptflow4j.core.tool.compile.CompileCache;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// A flow folder with Java files, for tests.
final class JavaFolder implements AutoCloseable {

  private final Path root;
  private final JavaTools tools;

  JavaFolder(Path root) {
    this(root, new CompileCache());
  }

  JavaFolder(Path root, CompileCache cache) {
    this.root = root;
    this.tools = new JavaTools(FlowFolder.open(root), cache, ResultLimit.DEFAULT);
  }

  JavaFolder with(String path, String text) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  JavaTools tools() {
    return tools;
  }

  Lookup find(String path) {
    var file = new Reference.JavaFile(path);
    Lookup found = tools.find(List.of(file)).get(file);
    if (found == null) {
      throw new AssertionError("nothing was said about " + path);
    }
    return found;
  }

  Tool tool(String path) {
    return switch (find(path)) {
      case Lookup.Found(var tool) -> tool;
      case Lookup.Wrong(var mistakes) -> throw new AssertionError(mistakes.toString());
      case Lookup.Unavailable(_, var message) -> throw new AssertionError(message);
    };
  }

  List<Mistake> mistakes(String path) {
    return find(path) instanceof Lookup.Wrong(var mistakes) ? mistakes : List.of();
  }

  /// Calls a tool with the entries of a JSON mapping.
  static ToolResult call(Tool tool, String json) throws InterruptedException {
    return call(tool, json, Duration.ofSeconds(30));
  }

  static ToolResult call(Tool tool, String json, Duration limit) throws InterruptedException {
    return tool.call(new ToolCall("node", arguments(json), limit));
  }

  static SequencedMap<String, Argument> arguments(String json) {
    var arguments = new LinkedHashMap<String, Argument>();
    if (Json.read(json) instanceof Value.Mapping(var entries)) {
      entries.forEach((name, value) -> arguments.put(name, new Argument.Data(value)));
    }
    return arguments;
  }

  @Override
  public void close() {
    tools.close();
  }
}
