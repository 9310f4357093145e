package io.promptflow4j.core.run.export;

import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Puts the pictures of records into files beside the records, as prompt flow does, each once.
final class Pictures {

  private static final Pattern KEY = Pattern.compile("(data:image/([a-z0-9]+)[a-z0-9.+-]*;)base64");
  private static final int NAME = 32;

  private final ExportFolder folder;
  private final Set<String> written = new HashSet<>();

  Pictures(ExportFolder folder) {
    this.folder = folder;
  }

  /// The record with its pictures as names of files.
  ///
  /// @param place the folder of the record, within the export
  Value.Mapping outOf(Value.Mapping record, String place) throws IOException {
    var rest = new LinkedHashMap<String, Value>();
    for (var entry : record.entries().entrySet()) {
      Matcher key = KEY.matcher(entry.getKey());
      if (key.matches() && entry.getValue() instanceof Value.Text(String encoded)) {
        rest.put(key.group(1) + "path", Value.of(file(encoded, key.group(2), place)));
      } else {
        rest.put(entry.getKey(), outOf(entry.getValue(), place));
      }
    }
    return new Value.Mapping(rest);
  }

  private Value outOf(Value value, String place) throws IOException {
    return switch (value) {
      case Value.Mapping mapping -> outOf(mapping, place);
      case Value.Sequence(var items) -> {
        List<Value> rest = new ArrayList<>();
        for (Value item : items) {
          rest.add(outOf(item, place));
        }
        yield Value.of(rest);
      }
      case Value.Image image -> outOf(Json.read(Json.write(image)), place);
      case Value.Text _, Value.Whole _, Value.Decimal _, Value.Bool _, Value.Null _ -> value;
    };
  }

  private String file(String encoded, String kind, String place) throws IOException {
    String name = Digest.of(encoded).hex().substring(0, NAME) + "." + kind;
    String path = place + "/" + name;
    if (written.add(path)) {
      folder.write(path, decoded(encoded));
    }
    return name;
  }

  private static byte[] decoded(String encoded) throws IOException {
    try {
      return Base64.getMimeDecoder().decode(encoded);
    } catch (IllegalArgumentException broken) {
      throw new IOException("a picture is not what base64 says", broken);
    }
  }
}
