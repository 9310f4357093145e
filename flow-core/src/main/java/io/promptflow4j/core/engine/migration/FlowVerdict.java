package io.promptflow4j.core.engine.migration;

import io.promptflow4j.core.source.Diagnostic;
import java.nio.file.Path;
import java.util.List;

/// What is known of one flow before it is run.
///
/// @param flow its file
/// @param kind `dag`, `flex` or `prompty`
/// @param packages what has to be installed for its Python code
/// @param services the connections it asks for, those that are configured included
/// @param web Python modules it uses that open web addresses
/// @param variables environment variables that its code reads without a default and that are not
///   set; whether it bears that, only a run tells
/// @param diagnostics everything found, each with its place; places are relative to the flow's
///   folder
public record FlowVerdict(
    Path flow,
    String kind,
    Verdict verdict,
    List<String> packages,
    List<Service> services,
    List<String> web,
    List<String> variables,
    List<Diagnostic> diagnostics) {

  public FlowVerdict {
    packages = List.copyOf(packages);
    services = List.copyOf(services);
    web = List.copyOf(web);
    variables = List.copyOf(variables);
    diagnostics = List.copyOf(diagnostics);
  }

  /// A connection that a flow asks for.
  ///
  /// @param connection its name; empty if the flow leaves it open
  /// @param type such as `azure_open_ai`; empty if the flow does not tell
  /// @param configured whether this machine has it
  public record Service(String connection, String type, boolean configured) {}

  /// Why it does not run: the findings that the verdict rests on.
  public List<Diagnostic> reasons() {
    return diagnostics.stream()
        .filter(found -> FindingWeight.of(found).verdict() == verdict)
        .filter(_ -> verdict != Verdict.RUNS)
        .toList();
  }
}
