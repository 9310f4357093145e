package io.promptflow4j.core.tool.http;

import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.template.RenderLimits;
import io.promptflow4j.core.template.Template;
import io.promptflow4j.core.template.TemplateBeginning;
import io.promptflow4j.core.template.TemplateLoader;
import io.promptflow4j.core.template.TemplateOutput;
import io.promptflow4j.core.template.TemplateSyntaxException;
import io.promptflow4j.core.template.TemplateVariable;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Data whose texts are templates. A text that is nothing but one variable, `{{ name }}`, becomes
/// the variable's value, whatever that is.
public sealed interface Filling {

  /// The data, with its texts filled.
  Value fill(Map<String, Value> variables);

  /// Tells each variable that is read.
  void forEachVariable(Consumer<TemplateVariable> found);

  /// Data without a template in it.
  record Plain(Value value) implements Filling {
    @Override
    public Value fill(Map<String, Value> variables) {
      return value;
    }

    @Override
    public void forEachVariable(Consumer<TemplateVariable> found) {}
  }

  /// One variable.
  record Whole(String name, Template template) implements Filling {
    @Override
    public Value fill(Map<String, Value> variables) {
      return variables.getOrDefault(name, Value.Null.NULL);
    }

    @Override
    public void forEachVariable(Consumer<TemplateVariable> found) {
      template.variables().forEach(found);
    }
  }

  /// A text with something in it.
  record Text(Template template) implements Filling {
    @Override
    public Value fill(Map<String, Value> variables) {
      return Value.of(template.render(variables));
    }

    @Override
    public void forEachVariable(Consumer<TemplateVariable> found) {
      template.variables().forEach(found);
    }
  }

  /// A list.
  record Items(List<Filling> items) implements Filling {
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public Value fill(Map<String, Value> variables) {
      return Value.of(items.stream().map(item -> item.fill(variables)).toList());
    }

    @Override
    public void forEachVariable(Consumer<TemplateVariable> found) {
      items.forEach(item -> item.forEachVariable(found));
    }
  }

  /// A mapping; its keys are no templates.
  record Fields(SequencedMap<String, Filling> fields) implements Filling {
    public Fields {
      fields = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fields));
    }

    @Override
    public Value fill(Map<String, Value> variables) {
      var filled = new LinkedHashMap<String, Value>();
      fields.forEach((key, field) -> filled.put(key, field.fill(variables)));
      return new Value.Mapping(filled);
    }

    @Override
    public void forEachVariable(Consumer<TemplateVariable> found) {
      fields.values().forEach(field -> field.forEachVariable(found));
    }
  }

  /// As a text; what is no text is written as Python does.
  default String text(Map<String, Value> variables, TemplateOutput output) {
    return switch (this) {
      case Whole(_, var template) -> template.render(variables, RenderLimits.DEFAULT, output);
      case Text(var template) -> template.render(variables, RenderLimits.DEFAULT, output);
      case Plain(Value.Text(var text)) -> text;
      case Plain _, Items _, Fields _ -> PythonText.str(fill(variables));
    };
  }

  /// The text it begins with, whatever the variables hold.
  default String beginning() {
    return switch (this) {
      case Whole _ -> "";
      case Text(var template) -> template.beginning().text();
      case Plain(Value.Text(var text)) -> text;
      case Plain _, Items _, Fields _ -> "";
    };
  }

  /// Whether it holds no template.
  default boolean isPlain() {
    return switch (this) {
      case Plain _ -> true;
      case Whole _ -> false;
      case Text(var template) -> template.beginning().isAll();
      case Items(var items) -> items.stream().allMatch(Filling::isPlain);
      case Fields(var fields) -> fields.values().stream().allMatch(Filling::isPlain);
    };
  }

  /// What an author wrote; a text that is no template is a finding.
  static Filling of(Written written, Diagnostics diagnostics) {
    return switch (written) {
      case Written.Items(var items, _) -> {
        var filled = new ArrayList<Filling>();
        items.forEach(item -> filled.add(of(item, diagnostics)));
        yield new Items(filled);
      }
      case Written.Fields(var fields, _) -> {
        var filled = new LinkedHashMap<String, Filling>();
        fields.forEach(field -> filled.put(field.key().value(), of(field.content(), diagnostics)));
        yield new Fields(filled);
      }
      case Written.Scalar(Value.Text(var text), var place, _) when text.contains("{") ->
          template(text)
              .map(template -> of(text, template))
              .orElseGet(() -> {
                mistakes(text).forEach(said -> diagnostics.error("template-syntax", place, said));
                return new Plain(Value.of(text));
              });
      case Written.Scalar(var value, _, _) -> new Plain(value);
    };
  }

  private static Filling of(String text, Template template) {
    Matcher alone = Alone.VARIABLE.matcher(text);
    TemplateBeginning beginning = template.beginning();
    if (beginning.isAll()) {
      return new Plain(Value.of(beginning.text()));
    }
    return alone.matches() ? new Whole(alone.group(1), template) : new Text(template);
  }

  private static Optional<Template> template(String text) {
    try {
      return Optional.of(compiled(text));
    } catch (TemplateSyntaxException _) {
      return Optional.empty();
    }
  }

  private static List<String> mistakes(String text) {
    try {
      var _ = compiled(text);
      return List.of();
    } catch (TemplateSyntaxException wrong) {
      return wrong.mistakes().stream().map(TemplateSyntaxException.Mistake::problem).toList();
    }
  }

  private static Template compiled(String text) {
    return Template.compile(new SourceText("flow.dag.yaml", text), TemplateLoader.none());
  }

  /// How a text looks that is one variable.
  final class Alone {
    private static final Pattern VARIABLE =
        Pattern.compile("\\s*\\{\\{-?\\s*([A-Za-z_][A-Za-z0-9_]*)\\s*-?}}\\s*");

    private Alone() {}
  }
}
