package io.promptflow4j.core.tool.given;

import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.Toolbox;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Finds tools of a program before those of files and packages. Closing it closes the others.
public final class GivenTools implements Toolbox {

  private final Map<String, Tool> tools;
  private final UnaryOperator<Tool> limits;
  private final Toolbox rest;

  /// @param tools by what flow files write: an id, or the path of a file
  /// @param limits gives a tool the limits of calls
  /// @param rest asked for everything else
  public GivenTools(Map<String, Tool> tools, UnaryOperator<Tool> limits, Toolbox rest) {
    this.tools = Map.copyOf(tools);
    this.limits = limits;
    this.rest = rest;
  }

  @Override
  public Map<Reference, Lookup> find(List<Reference> wanted) {
    var found = new LinkedHashMap<Reference, Lookup>();
    var others = new ArrayList<Reference>();
    for (Reference reference : wanted) {
      Tool tool = tools.get(written(reference));
      if (tool == null) {
        others.add(reference);
      } else {
        found.put(reference, new Lookup.Found(limits.apply(tool)));
      }
    }
    if (!others.isEmpty()) {
      found.putAll(rest.find(others));
    }
    return found;
  }

  private static String written(Reference reference) {
    return switch (reference) {
      case Reference.PythonFile(var path) -> path;
      case Reference.JavaFile(var path) -> path;
      case Reference.JavaPackage(var id) -> id;
      case Reference.PythonPackage(var id) -> id;
      case Reference.PythonEntry(var entry, _) -> entry;
    };
  }

  @Override
  public void close() {
    rest.close();
  }
}
