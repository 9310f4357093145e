package io.promptflow4j.core.model.connection;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// The YAML of connection files: a mapping of texts, some of them grouped one level deeper. Scalars
/// stay the text they were written as, so `2024-02-01`, `no` and `007` are what they look like.
final class ConnectionYaml {

  private static final YAMLFactory FACTORY =
      YAMLFactory.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .build();

  /// One value with the place of its key.
  sealed interface Entry {
    Place place();

    record Scalar(Place place, String text) implements Entry {}

    record Group(Place place, SequencedMap<String, Scalar> entries) implements Entry {}
  }

  private final SourceText source;
  private final Diagnostics found;
  private final SequencedMap<String, Entry> entries = new LinkedHashMap<>();

  private ConnectionYaml(SourceText source, Diagnostics found) {
    this.source = source;
    this.found = found;
  }

  /// Reads the text; what is wrong with it goes to `found`. No message repeats a value.
  static SequencedMap<String, Entry> read(SourceText source, Diagnostics found) {
    var reading = new ConnectionYaml(source, found);
    try (YAMLParser parser = FACTORY.createParser(source.text())) {
      reading.readDocument(parser);
    } catch (JsonProcessingException broken) {
      found.error(
          "yaml-syntax",
          reading.place(broken.getLocation()),
          "this is not well-formed YAML; check indentation, quotes and colons");
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return reading.entries;
  }

  private Place place(JsonLocation at) {
    return at == null
        ? Place.startOf(source.file())
        : new Place(source.file(), Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
  }

  private void readDocument(YAMLParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      found.error(
          "connection-file",
          Place.startOf(source.file()),
          "a connection file is a mapping with 'name', 'type' and the fields of the type");
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      Place place = place(parser.currentTokenLocation());
      if (entries.containsKey(key)) {
        found.error("duplicate-key", place, "'%s' stands here a second time".formatted(key));
      }
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        entries.put(key, new Entry.Group(place, readGroup(parser)));
      } else {
        readScalar(parser, key, place).ifPresent(scalar -> entries.put(key, scalar));
      }
    }
  }

  private SequencedMap<String, Entry.Scalar> readGroup(YAMLParser parser) throws IOException {
    var group = new LinkedHashMap<String, Entry.Scalar>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      Place place = place(parser.currentTokenLocation());
      parser.nextToken();
      readScalar(parser, key, place).ifPresent(scalar -> group.put(key, scalar));
    }
    return group;
  }

  private Optional<Entry.Scalar> readScalar(YAMLParser parser, String key, Place place)
      throws IOException {
    if (!parser.currentToken().isScalarValue() || parser.isCurrentAlias()) {
      found.error(
          "connection-field",
          place,
          "'%s' must be one text or number, not a list, a mapping or an alias".formatted(key));
      parser.skipChildren();
      return Optional.empty();
    }
    boolean empty = parser.currentToken() == JsonToken.VALUE_NULL;
    return Optional.of(new Entry.Scalar(place, empty ? "" : parser.getText()));
  }

  /// Writes a mapping of texts and of mappings of texts; every text is quoted when it has to be.
  static String write(Value.Mapping mapping) {
    var out = new StringWriter();
    try (YAMLGenerator generator = FACTORY.createGenerator(out)) {
      writeMapping(generator, mapping);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toString();
  }

  private static void writeMapping(YAMLGenerator generator, Value.Mapping mapping)
      throws IOException {
    generator.writeStartObject();
    for (Map.Entry<String, Value> entry : mapping.entries().entrySet()) {
      generator.writeFieldName(entry.getKey());
      if (entry.getValue() instanceof Value.Mapping inner) {
        writeMapping(generator, inner);
      } else if (entry.getValue() instanceof Value.Text(var text)) {
        generator.writeString(text);
      } else {
        throw new IllegalStateException("'%s' is not text".formatted(entry.getKey()));
      }
    }
    generator.writeEndObject();
  }
}
