package io.promptflow4j.core.model.catalog.file;

import io.promptflow4j.core.model.catalog.Capabilities;
import io.promptflow4j.core.model.catalog.Kind;
import io.promptflow4j.core.model.catalog.Limits;
import io.promptflow4j.core.model.catalog.Model;
import io.promptflow4j.core.model.catalog.Support;
import io.promptflow4j.core.model.catalog.Task;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads an entry of `models`.
final class ModelReader {

  private static final Set<String> KEYS = keys();

  private ModelReader() {}

  private static Set<String> keys() {
    var keys = new HashSet<>(CapabilityReader.KEYS);
    keys.addAll(
        List.of("id", "name", "family", "released", "knowledge", "open_weights", "license"));
    keys.addAll(List.of("weights", "tasks", "in", "out", "context", "input", "output"));
    keys.add("dimensions");
    return keys;
  }

  /// Reads one.
  ///
  /// @param before what is known of it already; fields that are not written stay as they are
  static Optional<Model> read(Fields fields, Optional<Model> before) {
    fields.checkKeys("a model", KEYS);
    Optional<String> id = fields.needed("a model", "id");
    if (id.isEmpty()) {
      return Optional.empty();
    }
    if (!id.get().contains("/")) {
      fields.error(
          "catalog-value",
          fields.placeOf("id"),
          "a model's id is publisher/name, such as acme/%s".formatted(id.get()));
    }
    Optional<Set<Kind>> inputs = kinds(fields, "in");
    Optional<Set<Kind>> outputs = kinds(fields, "out");
    Set<Task> tasks =
        fields
            .choices("tasks", Task.class, Task::named, Task::names)
            .or(() -> before.map(Model::tasks))
            .orElse(Set.of());
    return Optional.of(
        new Model(
            id.get(),
            fields.text("name").or(() -> before.map(Model::name)).orElse(id.get()),
            fields.text("family").or(() -> before.flatMap(Model::family)),
            fields.text("released").or(() -> before.flatMap(Model::released)),
            fields.text("knowledge").or(() -> before.flatMap(Model::knowledge)),
            openWeights(fields).or(() -> before.map(Model::openWeights)).orElse(Support.UNKNOWN),
            fields.text("license").or(() -> before.flatMap(Model::license)),
            fields.has("weights")
                ? fields.texts("weights")
                : before.map(Model::weights).orElse(List.of()),
            tasks,
            inputs.or(() -> before.map(Model::inputs)).orElse(Set.of()),
            outputs.or(() -> before.map(Model::outputs)).orElse(Set.of()),
            limits(fields, before.map(Model::limits).orElse(Limits.UNKNOWN)),
            new CapabilityReader(before.map(Model::capabilities).orElse(Capabilities.NONE_KNOWN))
                .of(tasks)
                .of(inputs, outputs)
                .read(fields)));
  }

  static Optional<Set<Kind>> kinds(Fields fields, String key) {
    return fields.choices(key, Kind.class, Kind::named, Kind::names);
  }

  private static Optional<Support> openWeights(Fields fields) {
    return fields.truth("open_weights").map(open -> open ? Support.YES : Support.NO);
  }

  static Limits limits(Fields fields, Limits before) {
    boolean none =
        !fields.has("context")
            && !fields.has("input")
            && !fields.has("output")
            && !fields.has("dimensions");
    return none
        ? before
        : new Limits(
            fields.count("context").or(before::context),
            fields.count("input").or(before::input),
            fields.count("output").or(before::output),
            fields.count("dimensions").or(before::dimensions));
  }
}
