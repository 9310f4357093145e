package io.promptflow4j.core.run.table.registry;

import io.promptflow4j.core.model.registry.Labels;
import io.promptflow4j.core.model.registry.RegistryEntry;
import io.promptflow4j.core.model.registry.Stage;
import io.promptflow4j.core.model.registry.Target;
import io.promptflow4j.core.run.table.Columns;
import io.promptflow4j.core.value.Value;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// An entry of the registry as JSON.
final class EntryText {

  private EntryText() {}

  static String write(RegistryEntry entry) {
    var all = new LinkedHashMap<String, Value>();
    all.put("name", Value.of(entry.name()));
    all.put("version", Value.of(entry.version()));
    all.put("target", target(entry.target()));
    all.put("labels", labels(entry.labels()));
    all.put("created_by", Value.of(entry.createdBy()));
    all.put("created", Value.of(entry.created().toString()));
    return Columns.json(new Value.Mapping(all));
  }

  private static Value target(Target target) {
    var all = new LinkedHashMap<String, Value>();
    all.put("kind", Value.of(target.kind().written()));
    all.put("model", Value.of(target.model()));
    target.connection().ifPresent(text -> all.put("connection", Value.of(text)));
    target.base().ifPresent(text -> all.put("base", Value.of(text)));
    target.fromRun().ifPresent(text -> all.put("from_run", Value.of(text)));
    return new Value.Mapping(all);
  }

  private static Value labels(Labels labels) {
    var all = new LinkedHashMap<String, Value>();
    all.put("stage", Value.of(labels.stage().written()));
    all.put("description", Value.of(labels.description()));
    all.put("tags", texts(labels.tags()));
    all.put("properties", texts(labels.properties()));
    all.put("archived", Value.of(labels.archived()));
    return new Value.Mapping(all);
  }

  private static Value texts(Map<String, String> texts) {
    var all = new LinkedHashMap<String, Value>();
    texts.forEach((name, text) -> all.put(name, Value.of(text)));
    return new Value.Mapping(all);
  }

  static RegistryEntry read(String json) {
    Value.Mapping all = Columns.mapping(json);
    Value.Mapping target = mapping(all, "target");
    Value.Mapping labels = mapping(all, "labels");
    return new RegistryEntry(
        text(all, "name").orElse(""),
        all.get("version") instanceof Value.Whole(var number) ? number.intValue() : 0,
        new Target(
            text(target, "kind").flatMap(Target.Kind::named).orElse(Target.Kind.ALIAS),
            text(target, "model").orElse(""),
            text(target, "connection"),
            text(target, "base"),
            text(target, "from_run")),
        new Labels(
            text(labels, "stage").flatMap(Stage::named).orElse(Stage.DEVELOPMENT),
            text(labels, "description").orElse(""),
            texts(mapping(labels, "tags")),
            texts(mapping(labels, "properties")),
            labels.get("archived") == Value.Bool.TRUE),
        text(all, "created_by").orElse(""),
        text(all, "created").map(Instant::parse).orElse(Instant.EPOCH));
  }

  private static Value.Mapping mapping(Value.Mapping all, String name) {
    return all.get(name) instanceof Value.Mapping mapping ? mapping : Value.Mapping.EMPTY;
  }

  private static Optional<String> text(Value.Mapping all, String name) {
    return all.get(name) instanceof Value.Text(var text) ? Optional.of(text) : Optional.empty();
  }

  private static SortedMap<String, String> texts(Value.Mapping mapping) {
    var all = new TreeMap<String, String>();
    for (String name : mapping.entries().keySet()) {
      text(mapping, name).ifPresent(text -> all.put(name, text));
    }
    return all;
  }
}
