package io.promptflow4j.core.tool.index;

import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;

/// What an index was made with: whoever searches it has to use the same model.
///
/// @param connection the connection whose model made the vectors
/// @param model the model's or deployment's name
/// @param dimensions how long the vectors are
/// @param chunks how many pieces there are
public record IndexDescription(String connection, String model, int dimensions, int chunks) {

  private static final int VERSION = 1;

  Value.Mapping toValue() {
    return new Fields()
        .put("version", VERSION)
        .put("connection", connection)
        .put("model", model)
        .put("dimensions", dimensions)
        .put("chunks", chunks)
        .end();
  }

  /// @throws IndexException if it is of another version
  static IndexDescription of(Value.Mapping written) {
    if (number(written, "version") != VERSION) {
      throw new IndexException("the index is of another version; build it again");
    }
    return new IndexDescription(
        text(written, "connection"),
        text(written, "model"),
        number(written, "dimensions"),
        number(written, "chunks"));
  }

  private static int number(Value.Mapping written, String key) {
    return written.get(key) instanceof Value.Whole whole ? whole.clampedToInt() : -1;
  }

  private static String text(Value.Mapping written, String key) {
    return written.get(key) instanceof Value.Text(var text) ? text : "";
  }
}
