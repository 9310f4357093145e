package io.promptflow4j.core.deployment.file;

import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.definition.yaml.FlowReader;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A YAML file with a mapping in it, and what was said instead of single keys on the command line.
///
/// @param name as people see it
/// @param folder where relative paths of the file start
record YamlFile(
    String name, Path folder, Optional<SourceText> text, Optional<Written.Fields> root) {

  private static final int MAX_BYTES = 1 << 20;

  /// A text that stands for a file: the body of a request.
  static YamlFile of(String name, Path folder, byte[] bytes, Diagnostics diagnostics) {
    if (bytes.length > MAX_BYTES) {
      diagnostics.error("file-too-large", Place.startOf(name), "this is more than 1 MiB.");
      return new YamlFile(name, folder, Optional.empty(), Optional.empty());
    }
    var text = new SourceText(name, new String(bytes, StandardCharsets.UTF_8));
    Optional<Written> read = new FlowReader().data(name, bytes, diagnostics);
    if (read.isPresent() && read.get() instanceof Written.Fields fields) {
      return new YamlFile(name, folder, Optional.of(text), Optional.of(fields));
    }
    if (!diagnostics.hasErrors()) {
      diagnostics.error(
          "wrong-shape", Place.startOf(name), "this is no mapping with keys such as 'name'.");
    }
    return new YamlFile(name, folder, Optional.of(text), Optional.empty());
  }

  static YamlFile read(Path path, Diagnostics diagnostics) {
    Path folder = path.toAbsolutePath().normalize().resolveSibling("");
    Place start = Place.startOf(path.toString());
    try (InputStream in = Files.newInputStream(path)) {
      return of(path.toString(), folder, in.readNBytes(MAX_BYTES + 1), diagnostics);
    } catch (NoSuchFileException _) {
      diagnostics.error("missing-file", start, "there is no such file.");
    } catch (IOException broken) {
      diagnostics.error("unreadable-file", start, "it can't be read: " + broken.getMessage());
    }
    return new YamlFile(path.toString(), folder, Optional.empty(), Optional.empty());
  }

  /// Nothing but what is said on the command line.
  static YamlFile empty(Path folder) {
    var nothing = new Written.Fields(List.of(), Place.startOf("options"));
    return new YamlFile("options", folder, Optional.empty(), Optional.of(nothing));
  }

  /// With other values: `a.b` is the key `b` in the mapping `a`.
  YamlFile with(Map<String, Value> told) {
    Optional<Written.Fields> changed = root;
    for (var one : told.entrySet()) {
      List<String> path = List.of(one.getKey().split("\\.", -1));
      changed = changed.map(fields -> with(fields, path, one.getValue(), one.getKey()));
    }
    return new YamlFile(name, folder, text, changed);
  }

  private static Written.Fields with(
      Written.Fields fields, List<String> path, Value value, String whole) {
    Place place = Place.startOf("--set " + whole);
    String key = path.getFirst();
    Optional<Written> before =
        fields.fields().stream()
            .filter(field -> field.key().value().equals(key))
            .map(Written.Field::content)
            .findFirst();
    Written after;
    if (path.size() == 1) {
      after = written(value, place);
    } else {
      var inner =
          before.orElse(null) instanceof Written.Fields there
              ? there
              : new Written.Fields(List.of(), place);
      after = with(inner, path.subList(1, path.size()), value, whole);
    }
    var all = new ArrayList<Written.Field>();
    fields.fields().stream().filter(field -> !field.key().value().equals(key)).forEach(all::add);
    all.add(new Written.Field(new Located<>(key, place), after));
    return new Written.Fields(all, fields.place());
  }

  private static Written written(Value value, Place place) {
    return switch (value) {
      case Value.Mapping(var entries) ->
          new Written.Fields(
              entries.entrySet().stream()
                  .map(one ->
                      new Written.Field(
                          new Located<>(one.getKey(), place), written(one.getValue(), place)))
                  .toList(),
              place);
      case Value.Sequence(var items) ->
          new Written.Items(items.stream().map(item -> written(item, place)).toList(), place);
      case Value.Text _,
          Value.Whole _,
          Value.Decimal _,
          Value.Bool _,
          Value.Null _,
          Value.Image _ ->
          new Written.Scalar(value, place);
    };
  }
}
