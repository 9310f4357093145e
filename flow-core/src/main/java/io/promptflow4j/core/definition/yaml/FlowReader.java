package io.promptflow4j.core.definition.yaml;

import static java.util.stream.Collectors.toSet;

import io.promptflow4j.core.definition.FlowDefinition;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.definition.compose.CodePoints;
import io.promptflow4j.core.definition.compose.Findings;
import io.promptflow4j.core.definition.compose.YamlComposer;
import io.promptflow4j.core.definition.prompty.PromptyReader;
import io.promptflow4j.core.definition.prompty.PromptyReferences;
import io.promptflow4j.core.definition.prompty.PromptyText;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.FlowFolder;
import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.value.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads flow files. Stateless, so one reader serves any number of threads.
///
/// Any file and any bytes give a [FlowRead]; what is wrong stands in its diagnostics. Places name
/// the file relative to its folder.
public final class FlowReader {

  private static final int MAX_FINDINGS = 1_000;

  private final Map<String, String> environment;
  private final Value.Mapping change;

  /// Makes a reader.
  public FlowReader() {
    this(Map.of());
  }

  /// Makes a reader of files that may name environment variables, as prompties do.
  public FlowReader(Map<String, String> environment) {
    this(environment, Value.Mapping.EMPTY);
  }

  /// The same for prompties whose front matter is to be changed.
  ///
  /// @param change the keys that are to be different, mappings within mappings
  public FlowReader(Map<String, String> environment, Value.Mapping change) {
    this.environment = Map.copyOf(environment);
    this.change = change;
  }

  /// Reads the flow in a folder, or in a flow file.
  public FlowRead read(Path path) {
    var diagnostics = new Diagnostics();
    Optional<FlowFile> file = FlowFile.find(path, diagnostics);
    return file.map(found -> read(Optional.of(found.folder()), found.name(), found, diagnostics))
        .orElseGet(() ->
            new FlowRead(
                Optional.empty(), Optional.empty(), Optional.empty(), sorted(diagnostics)));
  }

  private FlowRead read(
      Optional<FlowFolder> folder, String name, FlowFile file, Diagnostics diagnostics) {
    return read(folder, name, file.bytes(diagnostics), diagnostics);
  }

  /// Reads the bytes of a flow file that messages shall call `name`.
  public FlowRead read(String name, byte[] bytes) {
    return read(Optional.empty(), name, Optional.of(bytes), new Diagnostics());
  }

  /// Reads the bytes of any other YAML or JSON file as data with places. Empty if there is none or
  /// if it is broken; what is wrong goes to `diagnostics`.
  public Optional<Written> data(String name, byte[] bytes, Diagnostics diagnostics) {
    Optional<SourceText> text = FlowText.decode(name, bytes, diagnostics);
    if (text.isEmpty() || !FlowText.isReadable(text.get(), diagnostics)) {
      return Optional.empty();
    }
    var composer =
        new YamlComposer(new CodePoints(name, text.get().text()), new Findings(diagnostics));
    Optional<Written> root = composer.compose();
    return composer.isBroken() ? Optional.empty() : root;
  }

  private FlowRead read(
      Optional<FlowFolder> folder, String name, Optional<byte[]> bytes, Diagnostics diagnostics) {
    Optional<SourceText> text =
        bytes.flatMap(content -> FlowText.decode(name, content, diagnostics));
    Optional<FlowDefinition> definition =
        text.flatMap(source -> define(source, folder, diagnostics));
    return new FlowRead(folder, text, definition, sorted(diagnostics));
  }

  private Optional<FlowDefinition> define(
      SourceText source, Optional<FlowFolder> folder, Diagnostics diagnostics) {
    if (!FlowText.isReadable(source, diagnostics)) {
      return Optional.empty();
    }
    var findings = new Findings(diagnostics);
    if (PromptyText.isPrompty(source.file())) {
      return new PromptyReader(source, folder, environment, findings).read(change);
    }
    var composer = new YamlComposer(new CodePoints(source.file(), source.text()), findings);
    Optional<Written> root = composer.compose();
    if (!composer.isBroken()) {
      var references = new PromptyReferences(folder, environment, findings);
      return new DefinitionBuilder(source.file(), findings)
          .build(root.map(references::sampleFiles), false);
    }
    var partial = new Diagnostics();
    new DefinitionBuilder(source.file(), new Findings(partial)).build(root, true);
    addWhereUnbroken(partial, diagnostics);
    return Optional.empty();
  }

  /// Adds the findings in what could be read of a broken text, but for those in lines where it
  /// broke: there, a value is often cut short.
  private static void addWhereUnbroken(Diagnostics partial, Diagnostics diagnostics) {
    Set<Integer> brokenLines =
        diagnostics.sorted().stream().map(found -> found.place().line()).collect(toSet());
    for (Diagnostic found : partial.sorted()) {
      if (!brokenLines.contains(found.place().line())) {
        diagnostics.add(found);
      }
    }
  }

  /// The findings in order; errors are the last to be left out where there are too many.
  private static List<Diagnostic> sorted(Diagnostics diagnostics) {
    List<Diagnostic> all = diagnostics.sorted();
    if (all.size() <= MAX_FINDINGS) {
      return all;
    }
    return all.stream()
        .sorted((a, b) -> a.severity().compareTo(b.severity()))
        .limit(MAX_FINDINGS)
        .sorted()
        .toList();
  }
}
