package io.promptflow4j.core.run.adoption;

import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The pictures that lie beside the records that name them.
record PictureFiles(Path folder) {

  private static final Pattern KEY = Pattern.compile("(data:image/[a-z0-9.+-]+;)path");

  /// The record with the pictures themselves in place of the names of their files. A file that is
  /// not there, or elsewhere, stays a name.
  Value.Mapping into(Value.Mapping record) {
    var whole = new LinkedHashMap<String, Value>();
    record
        .entries()
        .forEach((name, value) -> {
          Matcher key = KEY.matcher(name);
          if (key.matches() && value instanceof Value.Text(String file) && isHere(file)) {
            whole.put(key.group(1) + "base64", Value.of(encoded(file)));
          } else {
            whole.put(name, into(value));
          }
        });
    return new Value.Mapping(whole);
  }

  private Value into(Value value) {
    return switch (value) {
      case Value.Mapping mapping -> into(mapping);
      case Value.Sequence(var items) -> {
        List<Value> whole = new ArrayList<>();
        items.forEach(item -> whole.add(into(item)));
        yield Value.of(whole);
      }
      case Value.Text _,
          Value.Whole _,
          Value.Decimal _,
          Value.Bool _,
          Value.Null _,
          Value.Image _ ->
          value;
    };
  }

  private boolean isHere(String file) {
    return file.matches("[\\w.-]+") && Files.isRegularFile(folder.resolve(file));
  }

  private String encoded(String file) {
    try {
      return Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve(file)));
    } catch (IOException broken) {
      throw RowFolder.unreadable(folder.resolve(file), broken);
    }
  }
}
