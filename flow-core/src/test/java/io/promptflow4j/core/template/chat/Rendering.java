package io.promptflow4j.core.template.chat;

import io.promptflow4j.core.template.TemplateOutput;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Fills `{{a}}` and `{{a.b}}`, and nothing else, through an output as the engine does. So the
/// guard is tested without the engine, and each piece that it sees stands in the test.
final class Rendering {

  private static final Pattern EXPRESSION = Pattern.compile("\\{\\{\\s*(.*?)\\s*}}");

  private Rendering() {}

  static PromptText of(String template, Map<String, Value> variables) {
    return of(template, variables, RoleGuard.Lists.AS_PYTHON);
  }

  static PromptText of(String template, Map<String, Value> variables, RoleGuard.Lists lists) {
    return new PromptText(written(template, variables, RoleGuard.output(lists)));
  }

  static String written(String template, Map<String, Value> variables, TemplateOutput output) {
    var out = new StringBuilder();
    Matcher expression = EXPRESSION.matcher(template);
    int from = 0;
    while (expression.find()) {
      if (expression.start() > from) {
        out.append(output.literal(template.substring(from, expression.start())));
      }
      Value value = valueOf(expression.group(1), variables);
      out.append(output.printed(PythonText.str(value), value, expression.group(1)));
      from = expression.end();
    }
    if (from < template.length()) {
      out.append(output.literal(template.substring(from)));
    }
    return out.toString();
  }

  private static Value valueOf(String expression, Map<String, Value> variables) {
    if (expression.startsWith("\"")) {
      return Value.of(expression.substring(1, expression.length() - 1).replace("\\n", "\n"));
    }
    Value value = Value.of(variables);
    for (String name : expression.split("\\.", -1)) {
      Value inner = value instanceof Value.Mapping mapping ? mapping.get(name) : null;
      value = inner == null ? Value.Text.EMPTY : inner;
    }
    return value;
  }
}
