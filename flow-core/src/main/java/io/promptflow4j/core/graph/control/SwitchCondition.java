package io.promptflow4j.core.graph.control;

import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.template.Condition;
import io.promptflow4j.core.template.RenderLimits;
import io.promptflow4j.core.template.TemplateVariable;
import io.promptflow4j.core.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Whether the value of a switch is one of some cases, or none of all.
///
/// @param otherwise whether it holds if the value is none of `cases`
record SwitchCondition(Set<String> cases, boolean otherwise) implements Condition {

  /// The variable that holds the value.
  static final String VALUE = "value";

  SwitchCondition {
    cases = Set.copyOf(cases);
  }

  @Override
  public boolean holds(Map<String, Value> variables, RenderLimits limits) {
    Value value = variables.get(VALUE);
    return value != null && cases.contains(Node.Choice.caseOf(value)) != otherwise;
  }

  @Override
  public List<TemplateVariable> variables() {
    return List.of();
  }
}
