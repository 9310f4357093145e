package io.promptflow4j.cli.data;

import io.promptflow4j.core.dataset.catalog.NamedData;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;

/// A version of a data set as JSON: `{name, version, path, digest, rows, description, tags,
/// created_on}`.
final class DataJson {

  private DataJson() {}

  static Value.Mapping of(NamedData data) {
    return fields(data).end();
  }

  static Fields fields(NamedData data) {
    var tags = new LinkedHashMap<String, Value>();
    data.tags().forEach((name, text) -> tags.put(name, Value.of(text)));
    return new Fields()
        .put("name", data.name())
        .put("version", data.version())
        .put("path", data.path())
        .put("digest", data.digest())
        .put("rows", data.rows())
        .put("description", data.description())
        .put("tags", new Value.Mapping(tags))
        .put(
            "created_on",
            DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                data.created().atZone(ZoneId.systemDefault())));
  }
}
