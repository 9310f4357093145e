package io.promptflow4j.core.value;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/// The items of a JSON text one after the other, so that a text of any length needs the memory of
/// one item.
///
/// The items of a list at the top are items of their own; every other value at the top is one item.
/// A text may hold several values at the top, as JSON Lines does. Limits are those of [Json]. One
/// thread reads it.
public final class JsonStream implements AutoCloseable {

  /// One item and where it starts.
  public record Item(Value value, int line, int column) {}

  private final JsonParser parser;
  private boolean inList;

  /// Reads from `reader`, which is closed with this.
  public JsonStream(Reader reader) throws IOException {
    parser = Json.parser(reader);
  }

  /// The next item, or null after the last.
  ///
  /// @throws JsonSyntaxException if the text is broken, or if a mapping has a key twice; nothing
  ///   more can be read then
  public @Nullable Item next() throws IOException {
    try {
      JsonToken token = parser.nextToken();
      while (token == JsonToken.END_ARRAY || (token == JsonToken.START_ARRAY && !inList)) {
        inList = token == JsonToken.START_ARRAY;
        token = parser.nextToken();
      }
      if (token == null) {
        return null;
      }
      var at = parser.currentTokenLocation();
      return new Item(Json.readValue(parser, true), at.getLineNr(), at.getColumnNr());
    } catch (JsonProcessingException broken) {
      throw JsonSyntaxException.of(broken);
    }
  }

  /// The line of the last character of the item that was read last, counted from 1.
  public int line() {
    return parser.currentLocation().getLineNr();
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
