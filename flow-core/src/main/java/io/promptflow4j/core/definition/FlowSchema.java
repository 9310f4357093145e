package io.promptflow4j.core.definition;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The JSON schema (draft 2020-12) of a flow file, for editors: completion, descriptions, and red
/// ink where the structure is wrong.
///
/// It is made from [FlowPart], the table that the reader checks keys with. It accepts every file
/// that the reader accepts without a complaint about its shape; unknown keys are allowed, as
/// everywhere in the format, and texts with usual choices may say something else.
public final class FlowSchema {

  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  private FlowSchema() {}

  /// The schema as JSON, two spaces a level.
  public static String json() {
    return json("flow.dag.yaml", FlowPart.FLOW);
  }

  /// The schema of a `flow.flex.yaml`.
  public static String flexJson() {
    return json("flow.flex.yaml", FlowPart.FLEX);
  }

  /// The schema of a prompty's front matter.
  public static String promptyJson() {
    return json("prompty", FlowPart.PROMPTY);
  }

  private static String json(String title, FlowPart whole) {
    var schema = new LinkedHashMap<String, Object>();
    schema.put("$schema", DIALECT);
    schema.put("title", title);
    schema.putAll(mapping(whole));
    var parts = new LinkedHashMap<String, Object>();
    for (FlowPart part : within(whole)) {
      if (part != whole) {
        parts.put(name(part), mapping(part));
      }
    }
    schema.put("$defs", parts);
    return Json.writeIndented(Value.from(schema)) + "\n";
  }

  /// The parts that may stand somewhere in `whole`, itself among them.
  private static Set<FlowPart> within(FlowPart whole) {
    Set<FlowPart> found = EnumSet.of(whole);
    var waiting = new ArrayDeque<FlowPart>(found);
    while (!waiting.isEmpty()) {
      for (FlowKey key : waiting.pop().keys()) {
        inner(key).filter(found::add).ifPresent(waiting::add);
      }
    }
    return found;
  }

  private static Optional<FlowPart> inner(FlowKey key) {
    return switch (key.shape()) {
      case FlowKey.Plain _ -> Optional.empty();
      case FlowKey.Part(FlowPart part) -> Optional.of(part);
      case FlowKey.PartOrShort(FlowPart part) -> Optional.of(part);
      case FlowKey.Named(FlowPart part, _) -> Optional.of(part);
      case FlowKey.Listed(FlowPart part, _) -> Optional.of(part);
    };
  }

  private static Map<String, Object> mapping(FlowPart part) {
    var properties = new LinkedHashMap<String, Object>();
    for (FlowKey key : part.keys()) {
      var property = new LinkedHashMap<String, Object>();
      property.put("description", key.description());
      property.putAll(content(key));
      properties.put(key.name(), property);
    }
    var schema = new LinkedHashMap<String, Object>();
    schema.put("description", part.description());
    schema.put("type", "object");
    schema.put("properties", properties);
    return schema;
  }

  private static Map<String, Object> content(FlowKey key) {
    return switch (key.shape()) {
      case FlowKey.Plain plain -> plain(plain, key.choices());
      case FlowKey.Part(FlowPart part) -> Map.of("anyOf", List.of(reference(part), type("null")));
      case FlowKey.PartOrShort(FlowPart part) ->
          Map.of(
              "anyOf",
              List.of(reference(part), type("string", "number", "boolean", "array", "null")));
      case FlowKey.Named(FlowPart part, boolean textToo) ->
          with(type("object", "null"), "additionalProperties", entry(part, textToo));
      case FlowKey.Listed(FlowPart part, boolean textToo) ->
          with(type("array", "null"), "items", textToo ? entry(part, true) : reference(part));
    };
  }

  private static Map<String, Object> plain(FlowKey.Plain plain, List<String> choices) {
    return switch (plain) {
      case TEXT ->
          choices.isEmpty()
              ? type("string", "number", "boolean", "null")
              : Map.of(
                  "anyOf",
                  List.of(Map.of("enum", choices), type("string", "number", "boolean", "null")));
      case CHOICE -> Map.of("anyOf", List.of(Map.of("enum", choices), type("null")));
      case FLAG -> type("boolean", "null");
      case TEXTS -> with(type("array", "null"), "items", type("string"));
      case FIELDS -> type("object", "null");
      case ANYTHING -> Map.of();
    };
  }

  private static Map<String, Object> entry(FlowPart part, boolean textToo) {
    var choices = new ArrayList<Object>(List.of(reference(part), type("null")));
    if (textToo) {
      choices.add(type("string"));
    }
    return Map.of("anyOf", choices);
  }

  private static Map<String, Object> type(String... names) {
    return Map.of("type", names.length == 1 ? names[0] : List.of(names));
  }

  private static Map<String, Object> reference(FlowPart part) {
    return Map.of("$ref", "#/$defs/" + name(part));
  }

  private static Map<String, Object> with(Map<String, Object> schema, String key, Object content) {
    var extended = new LinkedHashMap<>(schema);
    extended.put(key, content);
    return extended;
  }

  private static String name(FlowPart part) {
    return part.name().toLowerCase(Locale.ROOT);
  }
}
