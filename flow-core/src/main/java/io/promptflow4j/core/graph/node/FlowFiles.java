package io.promptflow4j.core.graph.node;

import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.prompty.PromptyText;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.FileAccessException;
import io.promptflow4j.core.source.FlowFolder;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.Severity;
import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.template.Template;
import io.promptflow4j.core.template.TemplateLoader;
import io.promptflow4j.core.template.TemplateSyntaxException;
import io.promptflow4j.core.template.chat.ChatPrompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The files that a flow's nodes name. Each is read and compiled once, however many nodes name it;
/// what is wrong with one is a finding. Owned by the thread that compiles.
public final class FlowFiles {

  private static final int MAX_LISTED = 500;

  private final FlowFolder folder;
  private final String prefix;
  private final Diagnostics diagnostics;
  private final Map<String, Optional<SourceText>> texts = new HashMap<>();
  private final Map<String, Optional<Template>> templates = new HashMap<>();
  private final Map<String, Optional<Template>> visionTemplates = new HashMap<>();
  private final Set<String> present = new HashSet<>();

  /// Reads from a flow's folder.
  ///
  /// @param flowFile the flow file as people see it; other files are shown beside it
  public FlowFiles(FlowFolder folder, String flowFile, Diagnostics diagnostics) {
    this.folder = folder;
    this.prefix = flowFile.substring(0, flowFile.replace('\\', '/').lastIndexOf('/') + 1);
    this.diagnostics = diagnostics;
  }

  /// The template in a file; empty if it can't be read or compiled.
  public Optional<Template> template(Located<String> path) {
    Optional<SourceText> text = text(path);
    return text.flatMap(source -> templates.computeIfAbsent(path.value(), _ -> compiled(source)));
  }

  /// As [#template], with each picture that is linked on a line of its own: what a model that sees
  /// pictures is shown. Its places are not those of the file.
  public Optional<Template> visionTemplate(Located<String> path) {
    Optional<SourceText> text = text(path);
    return text.flatMap(source ->
        visionTemplates.computeIfAbsent(
            path.value(),
            _ ->
                compiled(
                    new SourceText(source.file(), ChatPrompt.picturesOnLines(source.text())))));
  }

  private Optional<Template> compiled(SourceText source) {
    try {
      return Optional.of(Template.compile(source, includes()));
    } catch (TemplateSyntaxException wrong) {
      wrong
          .mistakes()
          .forEach(mistake ->
              diagnostics.error("template-syntax", shown(mistake.place()), mistake.problem()));
      return Optional.empty();
    }
  }

  private TemplateLoader includes() {
    return name -> {
      try {
        return Optional.of(folder.readText(name));
      } catch (FileAccessException _) {
        return Optional.empty();
      }
    };
  }

  /// The text of a file; empty if it can't be read.
  public Optional<SourceText> text(Located<String> path) {
    Optional<SourceText> known = texts.get(path.value());
    if (known != null && known.isPresent()) {
      return known;
    }
    Optional<SourceText> read = Optional.empty();
    try {
      SourceText text = folder.readText(path.value());
      read = Optional.of(templateOf(text));
    } catch (FileAccessException wrong) {
      report(wrong, path, Severity.ERROR);
    }
    texts.put(path.value(), read);
    return read;
  }

  /// A prompty's template without its front matter; any other text as it is.
  private static SourceText templateOf(SourceText text) {
    return PromptyText.isPrompty(text.file())
        ? PromptyText.of(text).map(PromptyText::template).orElse(text)
        : text;
  }

  /// Whether a file can be read, without reading it.
  boolean exists(Located<String> path) {
    return exists(path, Severity.ERROR);
  }

  /// As [#exists], with a finding of the given severity if it can't.
  public boolean exists(Located<String> path, Severity severity) {
    if (present.contains(path.value())) {
      return true;
    }
    try {
      folder.resolveText(path.value());
      present.add(path.value());
      return true;
    } catch (FileAccessException wrong) {
      report(wrong, path, severity);
      return false;
    }
  }

  private void report(FileAccessException wrong, Located<String> path, Severity severity) {
    String code =
        switch (wrong.reason()) {
          case MISSING -> "missing-file";
          case OUTSIDE -> "path-outside";
          case UNREADABLE -> "unreadable-file";
        };
    String remedy =
        wrong.reason() == FileAccessException.Reason.MISSING ? remedy(path.value()) : "";
    diagnostics.add(
        new Diagnostic(severity, code, path.place(), wrong.getMessage() + "." + remedy));
  }

  private String remedy(String path) {
    String similar = Suggestion.didYouMean(path, filesBeside(path));
    return similar.isEmpty() ? " Paths are relative to the flow folder." : similar;
  }

  private List<String> filesBeside(String path) {
    String below = path.substring(0, path.replace('\\', '/').lastIndexOf('/') + 1);
    Path listed = folder.root().resolve(below.replace('\\', '/')).normalize();
    if (!listed.startsWith(folder.root()) || Files.isSymbolicLink(listed)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(listed)) {
      return files.limit(MAX_LISTED).map(file -> below + file.getFileName()).toList();
    } catch (IOException _) {
      return List.of();
    }
  }

  /// A place in a file of the flow folder, as people see it.
  public Place shown(Place inFolder) {
    return new Place(prefix + inFolder.file(), inFolder.line(), inFolder.column());
  }

  FlowFolder folder() {
    return folder;
  }
}
