package io.promptflow4j.core.template;

import io.promptflow4j.core.value.Value;
import org.jspecify.annotations.Nullable;

/// Decides how each piece of a rendering is written. One instance serves one rendering, on one
/// thread; it sees the pieces in the order in which they are written.
///
/// It only changes what comes out: comparisons, filters and tests have seen the values as they are
/// before a piece gets here. Chat prompts use it to remember which words are the author's.
public interface TemplateOutput {

  /// A piece of the template's own text, after whitespace control.
  String literal(String text);

  /// What an expression prints.
  ///
  /// @param text what would be written without this output
  /// @param value what the expression gave; null if it is nothing a flow could carry
  /// @param expression the expression as it stands in the template, blanks around it removed
  String printed(String text, @Nullable Value value, String expression);

  /// The output for text that is not written but kept: the body of a macro, of a block `set`, of
  /// `call` or `filter`. What was kept comes back through [#printed] if it is ever written.
  TemplateOutput kept();

  /// Writes everything as it is.
  static TemplateOutput plain() {
    return Plain.PLAIN;
  }

  /// See [#plain].
  enum Plain implements TemplateOutput {
    PLAIN;

    @Override
    public String literal(String text) {
      return text;
    }

    @Override
    public String printed(String text, @Nullable Value value, String expression) {
      return text;
    }

    @Override
    public TemplateOutput kept() {
      return this;
    }
  }
}
