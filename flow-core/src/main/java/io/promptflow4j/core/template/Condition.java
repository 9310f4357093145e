package io.promptflow4j.core.template;

import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.value.Value;
import java.util.List;
import java.util.Map;

/// An expression of Jinja2 that is asked whether it holds: what may stand in `{% if … %}`, such as
/// `label == 'Movie' and score > 3`.
///
/// It is compiled once, immutable, and may be asked by many threads at once.
public interface Condition {

  /// Compiles `source`, an expression without braces around it.
  ///
  /// @throws TemplateSyntaxException if it is not one expression
  static Condition compile(SourceText source) {
    return TemplateCompiler.installed().compileCondition(source);
  }

  /// Whether it holds under the default limits.
  ///
  /// @throws TemplateRenderException if it asks for something that cannot be done, such as to
  ///   compare a text with a number
  default boolean holds(Map<String, Value> variables) {
    return holds(variables, RenderLimits.DEFAULT);
  }

  /// Whether it holds. A variable that is not given is undefined, which is false and equals nothing
  /// else.
  ///
  /// @throws TemplateRenderException if it asks for something that cannot be done, or for more than
  ///   `limits` allow
  boolean holds(Map<String, Value> variables, RenderLimits limits);

  /// The variables it reads, in order of first use.
  List<TemplateVariable> variables();
}
