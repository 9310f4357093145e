package io.promptflow4j.core.run.file;

import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.dataset.mapping.ColumnMapping;
import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.definition.yaml.FlowReader;
import io.promptflow4j.core.run.RunLabels;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunPlan.OnError;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads run files. Relative paths in a file start from its folder.
public final class RunFileReader {

  private static final int MAX_BYTES = 1 << 20;

  private final Path folder;
  private final Diagnostics diagnostics;
  private final FileFields fields;

  private RunFileReader(Path folder, Written.Fields root, Diagnostics diagnostics) {
    this.folder = folder;
    this.diagnostics = diagnostics;
    this.fields = new FileFields(root, diagnostics);
  }

  /// Reads the file at `path`. Places name it as `path` does.
  public static RunFileRead read(Path path) {
    var diagnostics = new Diagnostics();
    Optional<byte[]> bytes = bytes(path, diagnostics);
    Optional<SourceText> text =
        bytes.map(content ->
            new SourceText(path.toString(), new String(content, StandardCharsets.UTF_8)));
    Optional<RunFile> run =
        bytes
            .flatMap(content -> new FlowReader().data(path.toString(), content, diagnostics))
            .flatMap(root -> run(path, root, diagnostics));
    if (bytes.isPresent() && run.isEmpty() && !diagnostics.hasErrors()) {
      diagnostics.error("wrong-shape", Place.startOf(path.toString()), "the run file is empty.");
    }
    return new RunFileRead(run.filter(_ -> !diagnostics.hasErrors()), text, diagnostics.sorted());
  }

  private static Optional<byte[]> bytes(Path path, Diagnostics diagnostics) {
    Place start = Place.startOf(path.toString());
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      diagnostics.error("unreadable-file", start, "this is no file; name a run file.");
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(path)) {
      return Optional.of(in.readNBytes(MAX_BYTES + 1));
    } catch (NoSuchFileException _) {
      diagnostics.error("missing-file", start, "there is no such run file.");
    } catch (IOException broken) {
      diagnostics.error(
          "unreadable-file", start, "the run file can't be read: " + broken.getMessage());
    }
    return Optional.empty();
  }

  private static Optional<RunFile> run(Path path, Written root, Diagnostics diagnostics) {
    if (!(root instanceof Written.Fields mapping)) {
      diagnostics.error(
          "wrong-shape",
          root.place(),
          "a run file is a mapping with keys such as 'flow' and 'data'.");
      return Optional.empty();
    }
    Path folder = path.toAbsolutePath().normalize().resolveSibling("");
    return Optional.of(new RunFileReader(folder, mapping, diagnostics).run());
  }

  private RunFile run() {
    fields.checkKeys();
    Optional<Located<String>> flow = fields.text(RunFileKey.FLOW);
    Optional<RunName> resumeFrom = fields.read(RunFileKey.RESUME_FROM, RunName::new);
    checkFlow(flow, resumeFrom);
    return new RunFile(
        fields.read(RunFileKey.NAME, RunName::new),
        labels(),
        flow.map(written -> path(written.value())),
        fields
            .text(RunFileKey.DATA)
            .map(written -> DataSource.of(written.value()).relativeTo(folder)),
        fields.read(RunFileKey.RUN, RunName::new),
        mapping(),
        new Variants(fields, diagnostics).read(),
        connections(),
        new Environment(fields, folder, diagnostics).read(),
        fields.text(RunFileKey.MODEL).map(Located::value),
        resumeFrom,
        fields.count(RunFileKey.REPEAT).orElse(1),
        fields.count(RunFileKey.CONCURRENCY),
        fields.read(RunFileKey.ON_ERROR, RunFileReader::onError).orElse(OnError.SKIP),
        fields.text(RunFileKey.SCOPE).map(Located::value),
        settings());
  }

  private void checkFlow(Optional<Located<String>> flow, Optional<RunName> resumeFrom) {
    boolean resumes = resumeFrom.isPresent() || fields.content(RunFileKey.RESUME_FROM).isPresent();
    if (flow.isEmpty() && fields.content(RunFileKey.FLOW).isEmpty() && !resumes) {
      diagnostics.error(
          "missing-flow",
          fields.place(),
          "the run file names no flow; add 'flow: FOLDER', or 'resume_from: RUN'.");
    }
    if (flow.isPresent() && resumes) {
      diagnostics.error(
          "bad-setting",
          flow.get().place(),
          "a run that resumes another one has its flow; remove 'flow' or 'resume_from'.");
    }
  }

  private String path(String written) {
    boolean named = written.contains(":") && !written.matches("[A-Za-z]:[\\\\/].*");
    return named ? written : folder.resolve(written).normalize().toString();
  }

  private RunLabels labels() {
    return new RunLabels(
        fields.text(RunFileKey.DISPLAY_NAME).map(Located::value).orElse(""),
        fields.text(RunFileKey.DESCRIPTION).map(Located::value).orElse(""),
        fields.texts(RunFileKey.TAGS),
        fields.texts(RunFileKey.PROPERTIES),
        fields.text(RunFileKey.EXPERIMENT).map(Located::value));
  }

  private ColumnMapping mapping() {
    return switch (fields.content(RunFileKey.COLUMN_MAPPING).orElse(null)) {
      case null -> ColumnMapping.none();
      case Written.Fields written ->
          ColumnMapping.of((Value.Mapping) written.value(), written.place());
      case Written.Scalar other -> noMapping(other);
      case Written.Items other -> noMapping(other);
    };
  }

  private ColumnMapping noMapping(Written other) {
    fields.misshapen(other.place(), "column_mapping", "a mapping of inputs to columns");
    return ColumnMapping.none();
  }

  private Map<String, Map<String, String>> connections() {
    var all = new LinkedHashMap<String, Map<String, String>>();
    switch (fields.content(RunFileKey.CONNECTIONS).orElse(null)) {
      case null -> {}
      case Written.Fields(var nodes, _) -> {
        for (Written.Field node : nodes) {
          String name = node.key().value();
          all.put(name, fields.texts("connections." + name, node.content()));
        }
      }
      case Written other ->
          fields.misshapen(other.place(), "connections", "nodes with their fields");
    }
    return all;
  }

  private static OnError onError(String written) {
    return switch (written.strip().toLowerCase(Locale.ROOT)) {
      case "skip", "continue" -> OnError.SKIP;
      case "fail" -> OnError.FAIL;
      default -> throw new IllegalArgumentException("'%s' is not skip or fail".formatted(written));
    };
  }

  private Value.Mapping settings() {
    var settings = new LinkedHashMap<String, Value>();
    List<RunFileKey> keys = RunFileKey.SETTINGS;
    for (RunFileKey key : keys) {
      fields
          .text(key)
          .flatMap(_ -> fields.content(key))
          .ifPresent(content -> settings.put(key.key(), content.value()));
    }
    return new Value.Mapping(settings);
  }
}
