package io.promptflow4j.core.value;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// JSON texts to values and back.
///
/// Reading accepts `NaN`, `Infinity` and `-Infinity`, as Python's reader does, keeps whole numbers
/// of any size and halves of surrogate pairs, and refuses nesting beyond 256 levels and numbers
/// beyond 1,000 digits. An image is written as its prompt-flow mapping.
public final class Json {

  /// How many bytes most texts that stand in columns have, and most that are sent or packed.
  private static final int SHORT = 512;

  private static final int LONG = 4_096;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .recyclerPool(JsonRecyclerPools.newConcurrentDequePool()) // each row has a thread anew
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(256)
                  .maxNumberLength(1_000)
                  .maxStringLength(Integer.MAX_VALUE) // the text is in memory already
                  .build())
          .build();

  private static final DefaultPrettyPrinter INDENTED =
      new DefaultPrettyPrinter(
              Separators.createDefaultInstance()
                  .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
          .withObjectIndenter(new DefaultIndenter("  ", "\n"))
          .withArrayIndenter(new DefaultIndenter("  ", "\n"));

  private Json() {}

  /// Reads one JSON text.
  ///
  /// @throws JsonSyntaxException if it is not one JSON value
  public static Value read(String text) {
    return read(text, false);
  }

  /// Reads one JSON text in which no mapping has a key twice.
  ///
  /// @throws JsonSyntaxException if it is not one JSON value, or if a key occurs twice
  public static Value readUnique(String text) {
    return read(text, true);
  }

  /// Reads one JSON text in UTF-8, as [#read(String)] reads it, without making a text of it first.
  ///
  /// @throws JsonSyntaxException if it is not one JSON value
  public static Value read(byte[] utf8) {
    try (JsonParser parser = FACTORY.createParser(utf8)) {
      return readOne(parser, false);
    } catch (JsonProcessingException _) { // what is odd in it, the reader of texts knows
      return read(new String(utf8, StandardCharsets.UTF_8));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static Value readOne(JsonParser parser, boolean unique) throws IOException {
    if (parser.nextToken() == null) {
      throw new JsonSyntaxException("the text is empty", 1, 1);
    }
    Value value = readValue(parser, unique);
    if (parser.nextToken() != null) {
      var at = parser.currentTokenLocation();
      throw new JsonSyntaxException(
          "there is more text after the value", at.getLineNr(), at.getColumnNr());
    }
    return value;
  }

  private static Value read(String text, boolean unique) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      return readOne(parser, unique);
    } catch (JsonProcessingException broken) {
      String plain = SurrogateHalves.plain(text);
      if (plain.equals(text)) {
        throw JsonSyntaxException.of(broken);
      }
      try {
        return read(plain, unique); // the parser refuses escaped halves in keys
      } catch (JsonSyntaxException stillBroken) {
        throw JsonSyntaxException.of(broken);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  static JsonParser parser(Reader reader) throws IOException {
    return FACTORY.createParser(reader);
  }

  static Value readValue(JsonParser parser, boolean unique) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> readMapping(parser, unique);
      case START_ARRAY -> readSequence(parser, unique);
      case VALUE_STRING -> Value.of(parser.getText());
      case VALUE_NUMBER_INT -> readWhole(parser);
      case VALUE_NUMBER_FLOAT -> Value.of(parser.getDoubleValue());
      case VALUE_TRUE -> Value.Bool.TRUE;
      case VALUE_FALSE -> Value.Bool.FALSE;
      default -> Value.Null.NULL;
    };
  }

  private static Value readWhole(JsonParser parser) throws IOException {
    return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? new Value.Whole(parser.getBigIntegerValue())
        : Value.of(parser.getLongValue());
  }

  private static Value readMapping(JsonParser parser, boolean unique) throws IOException {
    var entries = new LinkedHashMap<String, Value>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      if (unique && entries.containsKey(key)) {
        var at = parser.currentTokenLocation();
        throw new JsonSyntaxException(
            "the key '%s' occurs twice".formatted(key), at.getLineNr(), at.getColumnNr());
      }
      parser.nextToken();
      entries.put(key, readValue(parser, unique));
    }
    return new Value.Mapping(entries);
  }

  private static Value readSequence(JsonParser parser, boolean unique) throws IOException {
    var items = new ArrayList<Value>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(readValue(parser, unique));
    }
    return new Value.Sequence(items);
  }

  /// Writes compact JSON: no spaces, no line ends, Unicode as it is.
  public static String write(Value value) {
    var json = new JsonBytes(SHORT);
    json.write(value);
    return json.toString();
  }

  /// Writes what [#write(Value)] writes, in UTF-8, without making a text of it first.
  public static byte[] writeBytes(Value value) {
    var json = new JsonBytes(LONG);
    json.write(value);
    return json.toBytes();
  }

  /// Writes JSON for people: two spaces a level.
  public static String writeIndented(Value value) {
    var out = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      generator.setPrettyPrinter(INDENTED.createInstance());
      writeValue(value, generator);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return SurrogateHalves.escaped(out.toString());
  }

  private static void writeValue(Value value, JsonGenerator generator) throws IOException {
    switch (value) {
      case Value.Text(var text) -> generator.writeString(text);
      case Value.Whole(var number) -> writeWhole(number, generator);
      case Value.Decimal(var number) -> generator.writeNumber(number);
      case Value.Bool truth -> generator.writeBoolean(truth.isTrue());
      case Value.Null _ -> generator.writeNull();
      case Value.Sequence(var items) -> {
        generator.writeStartArray();
        for (Value item : items) {
          writeValue(item, generator);
        }
        generator.writeEndArray();
      }
      case Value.Mapping(var entries) -> writeMapping(entries, generator);
      case Value.Image image -> writeMapping(Images.toMapping(image).entries(), generator);
    }
  }

  private static void writeWhole(BigInteger number, JsonGenerator generator) throws IOException {
    if (number.bitLength() < 64) {
      generator.writeNumber(number.longValue());
    } else {
      generator.writeNumber(number);
    }
  }

  private static void writeMapping(Map<String, Value> entries, JsonGenerator generator)
      throws IOException {
    generator.writeStartObject();
    for (var entry : entries.entrySet()) {
      generator.writeFieldName(entry.getKey());
      writeValue(entry.getValue(), generator);
    }
    generator.writeEndObject();
  }

  /// Halves of surrogate pairs in JSON texts. Python's texts may hold them and no encoding can, so
  /// they are written as escapes, as Python's own writer does it. They stand inside strings only.
  private static final class SurrogateHalves {

    /// A backslash with what it escapes, so that the second of two never begins an escape.
    private static final Pattern ESCAPE =
        Pattern.compile("\\\\(?:u([dD][89a-fA-F][0-9a-fA-F]{2})|.)");

    private SurrogateHalves() {}

    /// The same JSON text with each half that stands in it escaped.
    static String escaped(String json) {
      StringBuilder escaped = null;
      int copied = 0;
      for (int i = 0; i < json.length(); i++) {
        if (!Character.isSurrogate(json.charAt(i))) {
          continue;
        }
        if (Character.isSupplementaryCodePoint(json.codePointAt(i))) {
          i++;
          continue;
        }
        if (escaped == null) {
          escaped = new StringBuilder(json.length() + 16);
        }
        escaped.append(json, copied, i).append("\\u%04x".formatted((int) json.charAt(i)));
        copied = i + 1;
      }
      return escaped == null ? json : escaped.append(json, copied, json.length()).toString();
    }

    /// The same JSON text with each escaped surrogate as it is.
    static String plain(String json) {
      return ESCAPE
          .matcher(json)
          .replaceAll(found ->
              Matcher.quoteReplacement(
                  found.group(1) == null
                      ? found.group()
                      : String.valueOf((char) Integer.parseInt(found.group(1), 16))));
    }
  }
}
