package io.promptflow4j.core.template.render;

import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.template.Condition;
import io.promptflow4j.core.template.RenderLimits;
import io.promptflow4j.core.template.TemplateOutput;
import io.promptflow4j.core.template.TemplateRenderException;
import io.promptflow4j.core.template.TemplateSyntaxException;
import io.promptflow4j.core.template.TemplateSyntaxException.Mistake;
import io.promptflow4j.core.template.TemplateVariable;
import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.Rendering;
import io.promptflow4j.core.value.Value;
import java.util.List;
import java.util.Map;

/// An expression as code. It was read inside braces, which places don't show.
public final class CompiledCondition implements Condition {

  private static final String OPENING = "{{ ";

  private final SourceText wrapped;
  private final Evaluator code;
  private final List<TemplateVariable> variables;

  /// @param wrapped see [#wrapped]
  /// @param variables with places in the wrapped text
  public CompiledCondition(SourceText wrapped, Evaluator code, List<TemplateVariable> variables) {
    this.wrapped = wrapped;
    this.code = code;
    this.variables =
        variables.stream()
            .map(found ->
                new TemplateVariable(found.name(), unwrapped(found.place()), found.optional()))
            .toList();
  }

  /// An expression as a template that prints it.
  public static SourceText wrapped(SourceText expression) {
    return new SourceText(expression.file(), OPENING + expression.text() + " }}");
  }

  /// The same mistakes, in places of the expression itself.
  public static TemplateSyntaxException unwrapped(TemplateSyntaxException broken) {
    return new TemplateSyntaxException(
        broken.mistakes().stream()
            .map(mistake -> new Mistake(unwrapped(mistake.place()), mistake.problem()))
            .toList());
  }

  private static Place unwrapped(Place place) {
    return place.line() > 1
        ? place
        : new Place(place.file(), 1, Math.max(1, place.column() - OPENING.length()));
  }

  @Override
  public boolean holds(Map<String, Value> given, RenderLimits limits) {
    var rendering =
        new Rendering(limits, TemplateOutput.plain(), false, new Rendering.Spot(wrapped, 0));
    try {
      return code.evaluate(new Scope(new Page(rendering, given, null))).truth();
    } catch (PyError error) {
      throw new TemplateRenderException(
          unwrapped(rendering.spot().place()), error.problem(), error);
    } catch (StackOverflowError deep) {
      throw new TemplateRenderException(
          unwrapped(rendering.spot().place()), "this is nested too deep", null);
    }
  }

  @Override
  public List<TemplateVariable> variables() {
    return variables;
  }

  @Override
  public String toString() {
    return wrapped.text().substring(OPENING.length(), wrapped.text().length() - " }}".length());
  }
}
