package io.promptflow4j.core.graph.compile;

import io.promptflow4j.core.definition.FlowDefinition;
import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.NodeDefinition;
import io.promptflow4j.core.graph.reference.Shown;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Severity;
import java.util.Set;
import java.util.regex.Pattern;

/// Says which names of inputs, outputs and nodes no reference can reach, and which are asking for
/// trouble elsewhere: in file names, on the command line, in templates. Flows with such names run.
final class NameCheck {

  /// What a reference begins with when it means a flow input.
  private static final Set<String> TAKEN = Set.of("inputs", "flow");

  private static final Pattern ENDS_REFERENCE = Pattern.compile("[{}\\v]|^\\s|\\s$");
  private static final Pattern ENDS_NODE = Pattern.compile("[.\\[]");
  private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{M}\\p{N}_ .-]*");

  private final Diagnostics diagnostics;

  NameCheck(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  void check(FlowDefinition flow) {
    flow.inputs().forEach(input -> check("input", input.name()));
    flow.outputs().forEach(output -> checkOutput(output.name()));
    for (NodeDefinition node : flow.nodes()) {
      node.name().filter(name -> !name.value().isBlank()).ifPresent(this::checkNode);
    }
  }

  private void checkNode(Located<String> name) {
    if (TAKEN.contains(name.value())) {
      report(
          Severity.WARNING,
          name,
          "no reference can reach the node '%s', because '${%s.…}' is an input of the flow; rename it."
              .formatted(name.value(), name.value()));
    } else {
      check("node", name);
    }
  }

  private void check(String what, Located<String> name) {
    if (name.value().isBlank()) {
      report(
          Severity.WARNING,
          name,
          "this %s has an empty name, so no reference can reach it; give it a name."
              .formatted(what));
    } else if (ENDS_REFERENCE.matcher(name.value()).find()
        || (what.equals("node") && ENDS_NODE.matcher(name.value()).find())) {
      report(
          Severity.WARNING,
          name,
          "no reference can reach the %s '%s', because of the characters in its name; use letters, digits, '_' and '-'."
              .formatted(what, Shown.name(name.value())));
    } else {
      checkCharacters(what, name);
    }
  }

  private void checkOutput(Located<String> name) {
    if (name.value().isBlank()) {
      report(Severity.WARNING, name, "this output has an empty name; give it a name.");
    } else {
      checkCharacters("output", name);
    }
  }

  private void checkCharacters(String what, Located<String> name) {
    if (!PLAIN.matcher(name.value()).matches()) {
      report(
          Severity.HINT,
          name,
          "the name of the %s '%s' makes trouble in file names, options or templates; use letters, digits, '_' and '-'."
              .formatted(what, Shown.name(name.value())));
    }
  }

  private void report(Severity severity, Located<String> name, String message) {
    diagnostics.add(new Diagnostic(severity, "awkward-name", name.place(), message));
  }
}
