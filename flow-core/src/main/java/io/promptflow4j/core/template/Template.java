package io.promptflow4j.core.template;

import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.value.Value;
import java.util.List;
import java.util.Map;

/// A Jinja2 template, compiled once and rendered many times.
///
/// A template is immutable and may be rendered by many threads at once. It renders what Python's
/// Jinja2 renders for the same text and data, never changes its variables, and treats them as data
/// only: template syntax inside a variable is plain text.
public interface Template {

  /// Compiles `source` with the settings of prompt flow.
  ///
  /// @throws TemplateSyntaxException if it is not a template; it holds every mistake that was found
  static Template compile(SourceText source, TemplateLoader includes) {
    return compile(source, includes, TemplateSettings.PROMPT_FLOW);
  }

  /// Compiles `source`; what it includes or imports is asked of `includes` when it is rendered.
  ///
  /// @throws TemplateSyntaxException if it is not a template; it holds every mistake that was found
  static Template compile(SourceText source, TemplateLoader includes, TemplateSettings settings) {
    return TemplateCompiler.installed().compile(source, includes, settings);
  }

  /// Renders under the default limits.
  ///
  /// @throws TemplateRenderException if the template asks for something that cannot be done
  default String render(Map<String, Value> variables) {
    return render(variables, RenderLimits.DEFAULT);
  }

  /// Renders under `limits`. A thread that is interrupted stops rendering and stays interrupted.
  ///
  /// @throws TemplateRenderException if the template asks for something that cannot be done, or for
  ///   more than `limits` allow
  default String render(Map<String, Value> variables, RenderLimits limits) {
    return render(variables, limits, TemplateOutput.plain());
  }

  /// Renders under `limits` and lets `output` decide how each piece is written.
  ///
  /// @throws TemplateRenderException if the template asks for something that cannot be done, or for
  ///   more than `limits` allow
  String render(Map<String, Value> variables, RenderLimits limits, TemplateOutput output);

  /// The text that every rendering begins with.
  TemplateBeginning beginning();

  /// The variables this template reads from outside, in order of first use.
  List<TemplateVariable> variables();
}
