package io.promptflow4j.core.graph.remote;

import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.definition.compose.CodePoints;
import io.promptflow4j.core.definition.compose.Findings;
import io.promptflow4j.core.definition.compose.YamlComposer;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.FileAccessException;
import io.promptflow4j.core.source.FlowFolder;
import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.tool.mcp.McpTools.Described;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What a flow folder says of MCP servers: who they are (`mcp.yaml`), and which tools they had when
/// they were last asked (`mcp-tools.json`). Read once, when it is first needed; owned by the thread
/// that compiles.
public final class McpFiles {

  /// The file that remembers the tools of servers.
  public static final String TOOLS = "mcp-tools.json";

  private static final List<String> SERVERS =
      List.of("mcp.yaml", "mcp.yml", "mcp.json", ".mcp.json");
  private static final List<String> WRAPPED = List.of("servers", "mcpServers");

  private final FlowFolder folder;
  private final String prefix;
  private final Diagnostics diagnostics;
  private @Nullable SequencedMap<String, Written> servers;
  private Value.@Nullable Mapping remembered;

  /// @param prefix what stands before the names of files when people see them
  public McpFiles(FlowFolder folder, String prefix, Diagnostics diagnostics) {
    this.folder = folder;
    this.prefix = prefix;
    this.diagnostics = diagnostics;
  }

  /// The servers of the folder, by name, as they are written.
  public SequencedMap<String, Written> servers() {
    SequencedMap<String, Written> known = servers;
    if (known == null) {
      known = new LinkedHashMap<>();
      for (String name : SERVERS) {
        Optional<SourceText> text = text(name);
        if (text.isPresent()) {
          read(text.get(), known);
          break;
        }
      }
      servers = known;
    }
    return known;
  }

  private Optional<SourceText> text(String name) {
    try {
      return Optional.of(folder.readText(name));
    } catch (FileAccessException _) {
      return Optional.empty();
    }
  }

  private void read(SourceText text, SequencedMap<String, Written> found) {
    var composer =
        new YamlComposer(
            new CodePoints(prefix + text.file(), text.text()), new Findings(diagnostics));
    Optional<Written> root = composer.compose();
    if (root.isEmpty()) {
      return;
    }
    if (!(root.get() instanceof Written.Fields fields)) {
      diagnostics.error(
          McpReader.CODE,
          root.get().place(),
          "the file of MCP servers has to be a mapping: name to server.");
      return;
    }
    Written.Fields named = fields;
    for (Written.Field field : fields.fields()) {
      if (WRAPPED.contains(field.key().value())
          && field.content() instanceof Written.Fields inner
          && fields.fields().size() == 1) {
        named = inner;
      }
    }
    named.fields().forEach(field -> found.put(field.key().value(), field.content()));
  }

  /// The tools that a server had when it was last asked, by name; empty if nobody remembers.
  public Optional<SequencedMap<String, Described>> tools(String server) {
    Value.Mapping all = remembered;
    if (all == null) {
      all = text(TOOLS).map(McpFiles::parsed).orElse(Value.Mapping.EMPTY);
      remembered = all;
    }
    if (!(all.get(server) instanceof Value.Sequence(var items))) {
      return Optional.empty();
    }
    var tools = new LinkedHashMap<String, Described>();
    items.forEach(item -> Described.of(item).ifPresent(tool -> tools.put(tool.name(), tool)));
    return Optional.of(tools);
  }

  private static Value.Mapping parsed(SourceText text) {
    try {
      return Json.read(text.text()) instanceof Value.Mapping mapping
          ? mapping
          : Value.Mapping.EMPTY;
    } catch (JsonSyntaxException _) {
      return Value.Mapping.EMPTY; // as if nobody had asked
    }
  }
}
