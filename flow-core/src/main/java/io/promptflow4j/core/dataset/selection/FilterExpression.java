package io.promptflow4j.core.dataset.selection;

import io.promptflow4j.core.dataset.RowOrProblem.Row;
import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.template.Condition;
import io.promptflow4j.core.template.TemplateVariable;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.List;

/// A condition over the columns of a row, in Jinja2's language: `label == 'Movie' and score > 3`.
///
/// Columns are variables. `row` is the whole row, for names that are no variables (`row['my
/// column']`), and `line_number` its number, unless columns are called so.
public final class FilterExpression {

  private static final String ROW = "row";
  private static final String LINE_NUMBER = "line_number";

  private final String text;
  private final Condition condition;

  private FilterExpression(String text, Condition condition) {
    this.text = text;
    this.condition = condition;
  }

  /// Reads an expression.
  ///
  /// @throws io.promptflow4j.core.template.TemplateSyntaxException if it is none; the places it
  ///   names are in the file `filter`
  public static FilterExpression parse(String text) {
    return new FilterExpression(text, Condition.compile(new SourceText("filter", text)));
  }

  /// Whether `row` is wanted.
  ///
  /// @throws io.promptflow4j.core.template.TemplateRenderException if it can't be told, as when a
  ///   text is compared with a number
  public boolean accepts(Row row) {
    var variables = new LinkedHashMap<String, Value>();
    variables.put(ROW, row.columns());
    variables.put(LINE_NUMBER, Value.of(row.number()));
    variables.putAll(row.columns().entries());
    return condition.holds(variables);
  }

  /// The columns it can't do without; those it reads through `row` are left aside.
  public List<String> columns() {
    return condition.variables().stream()
        .filter(variable -> !variable.optional())
        .map(TemplateVariable::name)
        .filter(name -> !name.equals(ROW) && !name.equals(LINE_NUMBER))
        .toList();
  }

  @Override
  public String toString() {
    return text;
  }
}
