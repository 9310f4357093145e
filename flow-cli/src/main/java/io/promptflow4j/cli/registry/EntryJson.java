package io.promptflow4j.cli.registry;

import io.promptflow4j.core.model.registry.RegistryChange;
import io.promptflow4j.core.model.registry.RegistryEntry;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;

/// Registered models as JSON.
final class EntryJson {

  private EntryJson() {}

  static Value.Mapping of(RegistryEntry entry) {
    return new Fields()
        .put("name", entry.name())
        .put("version", entry.version())
        .put("kind", entry.target().kind().written())
        .put("model", entry.target().model())
        .put("connection", entry.target().connection())
        .put("base", entry.target().base())
        .put("from_run", entry.target().fromRun())
        .put("stage", entry.labels().stage().written())
        .put("description", entry.labels().description())
        .put("tags", texts(entry.labels().tags()))
        .put("properties", texts(entry.labels().properties()))
        .put("is_archived", Value.of(entry.labels().archived()))
        .put("created_by", entry.createdBy())
        .put("created_on", time(entry.created()))
        .end();
  }

  static Value.Mapping of(RegistryChange change) {
    return new Fields()
        .put("on", time(change.when()))
        .put("who", change.who())
        .put("what", change.what().written())
        .put("name", change.name())
        .put("version", change.version())
        .put("before", entry(change.before()))
        .put("after", entry(change.after()))
        .end();
  }

  private static Value entry(Optional<RegistryEntry> entry) {
    return entry.<Value>map(EntryJson::of).orElse(Value.Null.NULL);
  }

  private static Value texts(Map<String, String> texts) {
    var fields = new Fields();
    texts.forEach(fields::put);
    return fields.end();
  }

  static String time(Instant instant) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant.atZone(ZoneId.systemDefault()));
  }
}
