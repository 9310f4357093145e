package io.promptflow4j.core.graph.node;

import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.NodeDefinition.SourceDefinition;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.reference.Shown;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.Toolbox;
import io.promptflow4j.core.tool.Toolbox.Lookup;
import io.promptflow4j.core.tool.Toolbox.Mistake;
import io.promptflow4j.core.tool.Toolbox.Reference;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which tool each node of a flow names, looked up in one go.
final class ToolLookups {

  private static final List<String> SOURCE_TYPES =
      List.of("code", "package", "package_with_prompt");

  /// A tool as one node names it.
  ///
  /// @param name how messages call it: the file or the id
  /// @param place where the node names it
  record Named(Tool tool, String name, Optional<String> file, Place place) {}

  /// A node with one of its variants; several of a node can be looked up at once.
  private record Body(NodeName name, Optional<String> variant) {
    static Body of(NodeDraft draft) {
      return new Body(draft.name(), draft.variant());
    }
  }

  private record Wanted(Reference reference, Located<String> written, boolean isFile) {}

  private final FlowFiles files;
  private final Diagnostics diagnostics;
  private final Map<Body, Wanted> wanted = new LinkedHashMap<>();
  private final Map<Body, List<Diagnostic>> wrongSources = new HashMap<>();
  private final Map<Reference, Lookup> found = new HashMap<>();

  private ToolLookups(FlowFiles files, Diagnostics diagnostics) {
    this.files = files;
    this.diagnostics = diagnostics;
  }

  static ToolLookups of(
      List<NodeDraft> drafts, FlowFiles files, Toolbox toolbox, Diagnostics diagnostics) {
    var lookups = new ToolLookups(files, diagnostics);
    for (NodeDraft draft : drafts) {
      int before = diagnostics.size();
      lookups.wantedBy(draft).ifPresent(one -> lookups.wanted.put(Body.of(draft), one));
      lookups.wrongSources.put(Body.of(draft), diagnostics.takeFrom(before));
    }
    var references = new LinkedHashSet<Reference>();
    lookups.wanted.values().forEach(one -> references.add(one.reference()));
    if (!references.isEmpty()) {
      lookups.found.putAll(toolbox.find(List.copyOf(references)));
    }
    return lookups;
  }

  /// Reports what is wrong with a node's source, so that it is said while that node is compiled.
  void reportSource(NodeDraft draft) {
    diagnostics.addAll(wrongSources.getOrDefault(Body.of(draft), List.of()));
  }

  /// The tool of a node; empty if there is none, which is then among the findings.
  Optional<Named> find(NodeDraft draft) {
    Wanted one = wanted.get(Body.of(draft));
    if (one == null) {
      return Optional.empty();
    }
    return switch (found.get(one.reference())) {
      case Lookup.Found(Tool tool) -> Optional.of(named(tool, one));
      case Lookup.Wrong(var mistakes) -> {
        mistakes.forEach(mistake -> report(mistake, one));
        yield Optional.empty();
      }
      case Lookup.Unavailable(var code, var message) -> {
        diagnostics.error(code, one.written().place(), message);
        yield Optional.empty();
      }
      case null ->
          throw new IllegalStateException("the toolbox did not answer for " + one.reference());
    };
  }

  private static Named named(Tool tool, Wanted one) {
    String written = one.written().value();
    return new Named(
        tool,
        Shown.name(written),
        one.isFile() ? Optional.of(written) : Optional.empty(),
        one.written().place());
  }

  private void report(Mistake mistake, Wanted one) {
    Place place =
        one.isFile()
            ? files.shown(
                new Place(
                    mistake.file().orElse(one.written().value()),
                    Math.max(1, mistake.line()),
                    Math.max(1, mistake.column())))
            : one.written().place();
    diagnostics.error(mistake.code(), place, mistake.message());
  }

  private Optional<Wanted> wantedBy(NodeDraft draft) {
    String type = draft.definition().type().map(Located::value).orElse("");
    return switch (type) {
      case "python", "java" -> toolSource(draft, type.equals("python"));
      case "custom_llm" ->
          customSource(draft)
              .flatMap(source -> source.tool())
              .filter(
                  id -> CustomLlmCompiler.BuiltIn.of(id.value()) == CustomLlmCompiler.BuiltIn.NONE)
              .map(id -> new Wanted(new Reference.PythonPackage(id.value()), id, false));
      default -> Optional.empty();
    };
  }

  private Optional<Wanted> toolSource(NodeDraft draft, boolean python) {
    Optional<SourceDefinition> source = source(draft, python ? "tool.py" : "Tool.java");
    if (source.isEmpty()) {
      return Optional.empty();
    }
    String type = source.get().type().map(Located::value).orElse("code");
    return switch (type) {
      case "code" -> codeFile(draft, source.get(), python);
      case "package" ->
          toolId(draft, source.get())
              .map(id ->
                  new Wanted(
                      python
                          ? new Reference.PythonPackage(id.value())
                          : new Reference.JavaPackage(id.value()),
                      id,
                      false));
      default -> {
        reportSourceType(draft, source.get(), "'code' or 'package'");
        yield Optional.empty();
      }
    };
  }

  private Optional<SourceDefinition> customSource(NodeDraft draft) {
    Optional<SourceDefinition> source = source(draft, "FILE.jinja2");
    if (source.isEmpty()) {
      return Optional.empty();
    }
    boolean fits =
        source.get().type().map(Located::value).filter("package_with_prompt"::equals).isPresent();
    if (!fits) {
      reportSourceType(draft, source.get(), "'package_with_prompt'");
      return Optional.empty();
    }
    return toolId(draft, source.get()).isPresent() ? source : Optional.empty();
  }

  private Optional<SourceDefinition> source(NodeDraft draft, String example) {
    if (draft.definition().source().isEmpty()) {
      diagnostics.error(
          "missing-source",
          draft.place(),
          "node '%s' has no source; add 'source: {type: code, path: %s}'."
              .formatted(Shown.name(draft.name().value()), example));
    }
    return draft.definition().source();
  }

  private void reportSourceType(NodeDraft draft, SourceDefinition source, String expected) {
    String written = source.type().map(Located::value).orElse("code");
    diagnostics.error(
        "unknown-source-type",
        source.type().map(Located::place).orElse(source.place()),
        "the source of node '%s' has the type '%s', but a %s node needs %s.%s"
            .formatted(
                Shown.name(draft.name().value()),
                Shown.name(written),
                draft.definition().type().map(Located::value).orElse(""),
                expected,
                SOURCE_TYPES.contains(written)
                    ? ""
                    : Suggestion.didYouMean(written, SOURCE_TYPES)));
  }

  private Optional<Wanted> codeFile(NodeDraft draft, SourceDefinition source, boolean python) {
    String suffix = python ? ".py" : ".java";
    String name = Shown.name(draft.name().value());
    if (source.path().isEmpty()) {
      diagnostics.error(
          "missing-path",
          source.place(),
          "the source of node '%s' has no path; add 'path: FILE%s', relative to the flow folder."
              .formatted(name, suffix));
      return Optional.empty();
    }
    Located<String> path = source.path().get();
    if (!path.value().endsWith(suffix)) {
      diagnostics.error(
          "wrong-tool-source",
          path.place(),
          "node '%s' is a %s node, but its source '%s' is not a %s file; change the node's type or the path."
              .formatted(name, python ? "python" : "java", Shown.name(path.value()), suffix));
      return Optional.empty();
    }
    if (!files.exists(path)) {
      return Optional.empty();
    }
    Reference reference =
        python ? new Reference.PythonFile(path.value()) : new Reference.JavaFile(path.value());
    return Optional.of(new Wanted(reference, path, true));
  }

  private Optional<Located<String>> toolId(NodeDraft draft, SourceDefinition source) {
    Optional<Located<String>> id = source.tool().filter(tool -> !tool.value().isBlank());
    if (id.isEmpty()) {
      diagnostics.error(
          "wrong-tool-source",
          source.tool().map(Located::place).orElse(source.place()),
          "the source of node '%s' is a package but names no tool; add 'tool: PACKAGE.FUNCTION'."
              .formatted(Shown.name(draft.name().value())));
    }
    return id;
  }

  /// The id of a `custom_llm` node's tool, if its source is as it has to be.
  static Optional<Located<String>> packageTool(NodeDraft draft) {
    return draft
        .definition()
        .source()
        .filter(source ->
            source.type().map(Located::value).filter("package_with_prompt"::equals).isPresent())
        .flatMap(SourceDefinition::tool)
        .filter(tool -> !tool.value().isBlank());
  }
}
