package io.promptflow4j.core.run.snapshot;

import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.definition.yaml.FlowReader;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Takes `additional_includes` out of a flow file whose includes were merged.
final class Includes {

  private static final String KEY = "additional_includes";

  private Includes() {}

  /// The flow file without the key; as it is if it does not have it. Other lines keep their numbers
  /// as far as the file is written in block style.
  static byte[] without(byte[] flowFile) {
    Optional<Written> root = new FlowReader().data("flow", flowFile, new Diagnostics());
    if (root.isEmpty() || !(root.get() instanceof Written.Fields fields)) {
      return flowFile;
    }
    List<Written.Field> all = fields.fields();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).key().value().equals(KEY)) {
        int from = all.get(i).key().place().line();
        int to = i + 1 < all.size() ? all.get(i + 1).key().place().line() : Integer.MAX_VALUE;
        boolean block = all.stream().allMatch(field -> field.key().place().column() == 1);
        return block ? blanked(flowFile, from, to) : rewritten(fields);
      }
    }
    return flowFile;
  }

  private static byte[] blanked(byte[] flowFile, int from, int to) {
    var kept = new StringBuilder();
    int number = 0;
    for (String line : new String(flowFile, StandardCharsets.UTF_8).split("\r\n|\r|\n", -1)) {
      number++;
      kept.append(number >= from && number < to ? "" : line).append('\n');
    }
    return kept.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] rewritten(Written.Fields fields) {
    var entries = new LinkedHashMap<String, Value>();
    fields.fields().forEach(field -> entries.put(field.key().value(), field.content().value()));
    entries.remove(KEY);
    return Json.writeIndented(new Value.Mapping(entries)).getBytes(StandardCharsets.UTF_8);
  }
}
