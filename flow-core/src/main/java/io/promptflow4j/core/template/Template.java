package io.promptflow4j.core.template;

import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.value.Value;
import java.util.List;
import java.util.Map;

/// A compiled template.
@SuppressWarnings("DoNotCallSuggester")
public final class Template {

  private Template() {}

  public static Template compile(SourceText source, TemplateLoader includes) {
    throw new IllegalStateException("the engine is not merged yet: " + source + includes);
  }

  public String render(Map<String, Value> variables) {
    throw new IllegalStateException("the engine is not merged yet: " + variables);
  }

  public String render(Map<String, Value> variables, RenderLimits limits, TemplateOutput output) {
    throw new IllegalStateException("the engine is not merged yet: " + variables + limits + output);
  }

  public List<TemplateVariable> variables() {
    return List.of();
  }
}
