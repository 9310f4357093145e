package io.promptflow4j.core.tool.java;

import static java.util.stream.Collectors.joining;

import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolPackage;
import io.promptflow4j.core.tool.Toolbox.Lookup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/// The tools of all packages that `ServiceLoader` finds. A broken package does not hide the others;
/// it is named when an id is not found.
final class PackageTools {

  static final String UNKNOWN = "unknown-tool";

  private static final int MOST_NAMES = 8;

  private final Map<String, Tool> tools;
  private final List<String> problems;

  private PackageTools(Map<String, Tool> tools, List<String> problems) {
    this.tools = tools;
    this.problems = problems;
  }

  /// Asks every package on the class path or module path for its tools.
  static PackageTools load() {
    var tools = new LinkedHashMap<String, Tool>();
    var problems = new ArrayList<String>();
    try {
      for (var provider : ServiceLoader.load(ToolPackage.class).stream().toList()) {
        addTools(provider, tools, problems);
      }
    } catch (ServiceConfigurationError broken) {
      problems.add(String.valueOf(broken.getMessage()));
    }
    return new PackageTools(tools, problems);
  }

  private static void addTools(
      ServiceLoader.Provider<ToolPackage> provider,
      Map<String, Tool> tools,
      List<String> problems) {
    try {
      for (Tool tool : provider.get().tools()) {
        if (tools.putIfAbsent(tool.signature().name(), tool) != null) {
          problems.add("the id '%s' is offered twice".formatted(tool.signature().name()));
        }
      }
    } catch (ServiceConfigurationError | RuntimeException | LinkageError broken) {
      problems.add("package %s: %s".formatted(provider.type().getName(), broken));
    }
  }

  Lookup find(String id) {
    Tool tool = tools.get(id);
    return tool == null ? new Lookup.Unavailable(UNKNOWN, unknown(id)) : new Lookup.Found(tool);
  }

  private String names() {
    String first = tools.keySet().stream().limit(MOST_NAMES).collect(joining(", "));
    return tools.size() <= MOST_NAMES
        ? first
        : "%s and %d more".formatted(first, tools.size() - MOST_NAMES);
  }

  private String unknown(String id) {
    String known =
        tools.isEmpty()
            ? "no Java tool package is on the class path"
            : "the Java tool packages offer %s".formatted(names());
    String broken =
        problems.isEmpty() ? "" : " Not everything could be read: " + String.join("; ", problems);
    return "there is no Java tool '%s'; %s.%s%s"
        .formatted(id, known, Suggestion.didYouMean(id, tools.keySet()), broken);
  }
}
