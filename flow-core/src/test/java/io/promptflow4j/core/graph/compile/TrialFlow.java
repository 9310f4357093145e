package io.promptflow4j.core.graph.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.definition.FlowDefinition;
import io.promptflow4j.core.definition.yaml.FlowReader;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.FlowFolder;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolCall;
import io.promptflow4j.core.tool.ToolParameter;
import io.promptflow4j.core.tool.ToolResult;
import io.promptflow4j.core.tool.ToolSignature;
import io.promptflow4j.core.tool.Toolbox;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A flow folder on disk, the tools it may call, and what compiling it gives. Tools that nobody
/// declared take anything.
public final class TrialFlow {

  private final Path folder;
  private final Map<Toolbox.Reference, Toolbox.Lookup> tools = new HashMap<>();
  private final Map<String, String> variants = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> connections = new LinkedHashMap<>();

  public TrialFlow(Path folder) {
    this.folder = folder;
  }

  /// A tool that only exists; nothing here calls one.
  public record NamedTool(ToolSignature signature) implements Tool {
    @Override
    public ToolResult call(ToolCall call) {
      return new ToolResult(Value.Null.NULL);
    }
  }

  /// Answers from a table.
  record TableOfTools(Map<Reference, Lookup> known) implements Toolbox {
    @Override
    public Map<Reference, Lookup> find(List<Reference> wanted) {
      var found = new HashMap<Reference, Lookup>();
      wanted.forEach(one -> found.put(one, known.getOrDefault(one, anything(one.toString()))));
      return found;
    }

    @Override
    public void close() {}
  }

  private static Toolbox.Lookup anything(String name) {
    return new Toolbox.Lookup.Found(
        new NamedTool(new ToolSignature(name, "", List.of(), true, false)));
  }

  public TrialFlow file(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// A Python file with one function of the given parameters.
  public TrialFlow python(String path, ToolParameter... parameters) {
    file(path, "");
    var signature =
        new ToolSignature(path.replace(".py", ""), "", List.of(parameters), false, false);
    return found(new Toolbox.Reference.PythonFile(path), signature);
  }

  public TrialFlow found(Toolbox.Reference reference, ToolSignature signature) {
    tools.put(reference, new Toolbox.Lookup.Found(new NamedTool(signature)));
    return this;
  }

  public TrialFlow lookup(Toolbox.Reference reference, Toolbox.Lookup lookup) {
    tools.put(reference, lookup);
    return this;
  }

  public TrialFlow variant(String node, String id) {
    variants.put(node, id);
    return this;
  }

  public TrialFlow bind(String node, String field, String value) {
    connections.computeIfAbsent(node, _ -> new LinkedHashMap<>()).put(field, value);
    return this;
  }

  /// A parameter that has to be given.
  public static ToolParameter required(String name, ValueType type) {
    return new ToolParameter(name, List.of(new ToolParameter.Type.OfValue(type)), true);
  }

  public static ToolParameter optional(String name, ValueType type) {
    return new ToolParameter(name, List.of(new ToolParameter.Type.OfValue(type)), false);
  }

  public static ToolParameter connection(String name) {
    return new ToolParameter(
        name, List.of(new ToolParameter.Type.OfConnection("CustomConnection")), true);
  }

  /// Compiles a flow file in this folder. The file itself has to be well-formed.
  public Compiled compile(String yaml) {
    var options =
        new CompileOptions(new TableOfTools(tools), "trial")
            .withVariants(variants)
            .withConnections(connections)
            .withEveryVariant();
    return FlowCompiler.compile(definition(yaml), FlowFolder.open(folder), options);
  }

  public static FlowDefinition definition(String yaml) {
    return new FlowReader()
        .read("flow.dag.yaml", yaml.getBytes(StandardCharsets.UTF_8))
        .definition()
        .orElseThrow();
  }

  /// The graph of a flow without errors.
  public FlowGraph graph(String yaml) {
    Compiled compiled = compile(yaml);
    assertThat(compiled.diagnostics()).noneMatch(Diagnostic::isError);
    return compiled.graph().orElseThrow();
  }

  public Node node(String yaml, String name) {
    return graph(yaml).node(new NodeName(name)).orElseThrow();
  }

  /// The findings as `line:column severity[code]`, those outside the flow file with its name.
  public List<String> findings(String yaml) {
    return compile(yaml).diagnostics().stream().map(TrialFlow::brief).toList();
  }

  /// The messages of the findings with one code.
  public List<String> messages(String yaml, String code) {
    return compile(yaml).diagnostics().stream()
        .filter(finding -> finding.code().equals(code))
        .map(Diagnostic::message)
        .toList();
  }

  private static String brief(Diagnostic finding) {
    String file = finding.place().file();
    return "%s%d:%d %s[%s]"
        .formatted(
            file.equals("flow.dag.yaml") ? "" : file + ":",
            finding.place().line(),
            finding.place().column(),
            finding.severity().label(),
            finding.code());
  }
}
