package io.promptflow4j.core.model.catalog.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.promptflow4j.core.model.catalog.file.Entry.Group;
import io.promptflow4j.core.model.catalog.file.Entry.Items;
import io.promptflow4j.core.model.catalog.file.Entry.Named;
import io.promptflow4j.core.model.catalog.file.Entry.Scalar;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.SourceText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Reads YAML and JSON lines to entries. Scalars stay the text they were written as, and what is
/// `null` is left out.
final class EntryReader {

  private static final int DEEPEST = 16;

  private final String file;
  private final Diagnostics found;
  private final JsonParser parser;
  private final boolean placed;
  private final Place start;

  /// @param placed whether each entry knows its place; it takes time to find out
  private EntryReader(String file, Diagnostics found, JsonParser parser, boolean placed) {
    this.file = file;
    this.found = found;
    this.parser = parser;
    this.placed = placed;
    this.start = Place.startOf(file);
  }

  /// The values of a file of JSON lines, all with the place of the file's start.
  static List<Entry> lines(String file, InputStream bytes, Diagnostics found) {
    try (JsonParser parser = new JsonFactory().createParser(bytes)) {
      return new EntryReader(file, found, parser, false).all();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// The value of a YAML file; empty if it has none, or is no YAML.
  static Optional<Entry> yaml(SourceText source, Diagnostics found) {
    try (JsonParser parser = new YAMLFactory().createParser(source.text())) {
      var reader = new EntryReader(source.file(), found, parser, true);
      try {
        return reader.all().stream().findFirst();
      } catch (JsonProcessingException broken) {
        found.error(
            "yaml-syntax",
            reader.place(broken.getLocation()),
            "this is not well-formed YAML; check indentation, quotes and colons");
        return Optional.empty();
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private List<Entry> all() throws IOException {
    var entries = new ArrayList<Entry>();
    while (parser.nextToken() != null) {
      value(0).ifPresent(entries::add);
    }
    return entries;
  }

  private Place here() {
    return placed ? place(parser.currentTokenLocation()) : start;
  }

  private Place place(JsonLocation at) {
    return at == null
        ? start
        : new Place(file, Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
  }

  private Optional<Entry> value(int depth) throws IOException {
    Place place = here();
    if (depth > DEEPEST) {
      found.error("catalog-shape", place, "this is nested too deeply for a catalog");
      parser.skipChildren();
      return Optional.empty();
    }
    JsonToken token = parser.currentToken();
    if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      found.error("catalog-shape", place, "write this out: a catalog has no aliases of YAML");
      return Optional.empty();
    }
    if (token == JsonToken.START_OBJECT) {
      return Optional.of(group(place, depth));
    }
    if (token == JsonToken.START_ARRAY) {
      return Optional.of(items(place, depth));
    }
    return token == JsonToken.VALUE_NULL
        ? Optional.empty()
        : Optional.of(new Scalar(place, parser.getText()));
  }

  private Entry items(Place place, int depth) throws IOException {
    var entries = new ArrayList<Entry>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      value(depth + 1).ifPresent(entries::add);
    }
    return new Items(place, entries);
  }

  private Entry group(Place place, int depth) throws IOException {
    var entries = new LinkedHashMap<String, Named>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      Place at = here();
      parser.nextToken();
      Optional<Entry> value = value(depth + 1);
      if (entries.containsKey(key)) {
        found.error("duplicate-key", at, "'%s' stands here a second time".formatted(key));
      } else if (value.isPresent()) {
        entries.put(key, new Named(at, value.get()));
      }
    }
    return new Group(place, entries);
  }
}
