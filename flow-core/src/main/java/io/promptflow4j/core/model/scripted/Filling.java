package io.promptflow4j.core.model.scripted;

import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.template.Template;
import io.promptflow4j.core.template.TemplateLoader;
import io.promptflow4j.core.template.TemplateRenderException;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A mapping whose texts are templates. Texts without template signs are what they are.
final class Filling {

  private final Place place;
  private final Value.Mapping content;
  private final Map<String, Template> templates = new HashMap<>();

  /// @throws io.promptflow4j.core.template.TemplateSyntaxException if a text is no template
  Filling(Value.Mapping content, Place place) {
    this.place = place;
    this.content = content;
    compile(content);
  }

  private void compile(Value value) {
    switch (value) {
      case Value.Text(var text) when isTemplate(text) -> {
        var source = new SourceText("%s (an answer)".formatted(place), text);
        templates.put(text, Template.compile(source, TemplateLoader.none()));
      }
      case Value.Sequence(var items) -> items.forEach(this::compile);
      case Value.Mapping(var entries) -> entries.values().forEach(this::compile);
      case Value.Text _,
          Value.Whole _,
          Value.Decimal _,
          Value.Bool _,
          Value.Null _,
          Value.Image _ -> {}
    }
  }

  private static boolean isTemplate(String text) {
    return text.contains("{{") || text.contains("{%") || text.contains("{#");
  }

  /// @throws ModelException if a template fails
  Value.Mapping fill(Map<String, Value> variables) {
    try {
      return filled(content, variables);
    } catch (TemplateRenderException failed) {
      throw new ModelException("bad-rules", String.valueOf(failed.getMessage()), false, failed);
    }
  }

  private Value.Mapping filled(Value.Mapping mapping, Map<String, Value> variables) {
    var entries = new LinkedHashMap<String, Value>();
    mapping.entries().forEach((key, value) -> entries.put(key, filled(value, variables)));
    return new Value.Mapping(entries);
  }

  private Value filled(Value value, Map<String, Value> variables) {
    return switch (value) {
      case Value.Text(var text) -> {
        Template template = templates.get(text);
        yield template == null ? value : Value.of(template.render(variables));
      }
      case Value.Sequence(var items) -> filled(items, variables);
      case Value.Mapping mapping -> filled(mapping, variables);
      case Value.Whole _, Value.Decimal _, Value.Bool _, Value.Null _, Value.Image _ -> value;
    };
  }

  private Value filled(List<Value> items, Map<String, Value> variables) {
    var filled = new ArrayList<Value>(items.size());
    items.forEach(item -> filled.add(filled(item, variables)));
    return new Value.Sequence(filled);
  }
}
