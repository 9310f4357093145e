package io.promptflow4j.cli.endpoint;

import io.promptflow4j.cli.report.DiagnosticText;
import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.report.ResultJson;
import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.Terminal.Stream;
import io.promptflow4j.cli.workspace.OpenWorkspace;
import io.promptflow4j.core.deployment.Deployment;
import io.promptflow4j.core.deployment.Endpoint;
import io.promptflow4j.core.deployment.EndpointException;
import io.promptflow4j.core.engine.FlowLoadException;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.engine.deployment.Deployer;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Severity;
import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.value.Value;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/// What the verbs of endpoints and deployments have in common: the workspace, and telling what went
/// wrong.
public final class EndpointWork {

  private final Terminal terminal;
  private final CommonOptions common;

  public EndpointWork(Terminal terminal, CommonOptions common) {
    this.terminal = terminal;
    this.common = common;
  }

  /// Something in a file is wrong. Carries what to show.
  private static final class Mistakes extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<Diagnostic> diagnostics;
    private final transient Optional<SourceText> text;

    Mistakes(List<Diagnostic> diagnostics, Optional<SourceText> text) {
      this.diagnostics = List.copyOf(diagnostics);
      this.text = text;
    }
  }

  /// Does something with the workspace, and tells why it can't be done.
  public int with(ToIntFunction<OpenWorkspace> work) {
    return new Reply(terminal, common)
        .work(() -> {
          try (var workspace = OpenWorkspace.of(terminal)) {
            return work.applyAsInt(workspace);
          } catch (EndpointException wrong) {
            throw new CommandFailure(wrong.code(), String.valueOf(wrong.getMessage()), wrong);
          } catch (FlowLoadException mistakes) {
            return tell(mistakes.diagnostics(), mistakes.flowFile());
          } catch (Mistakes mistakes) {
            return tell(mistakes.diagnostics, mistakes.text);
          }
        });
  }

  private int tell(List<Diagnostic> diagnostics, Optional<SourceText> text) {
    shown(diagnostics, text).forEach(terminal::tell);
    terminal.tell("pf: error: nothing was changed: " + DiagnosticText.count(diagnostics));
    if (common.isJson()) {
      terminal.printLine(StrictJson.write(ResultJson.notLoaded(diagnostics)));
    }
    return ExitCode.FAILURE;
  }

  private List<String> shown(List<Diagnostic> diagnostics, Optional<SourceText> text) {
    return new DiagnosticText(text, Path.of(""), terminal.style(Stream.ERR)).of(diagnostics);
  }

  /// What was read; remarks on it are told.
  ///
  /// @param file what the file asks for; empty if it has mistakes, which are then told
  public <T> T read(Optional<T> file, Optional<SourceText> text, List<Diagnostic> diagnostics) {
    T read = file.orElseThrow(() -> new Mistakes(diagnostics, text));
    List<Diagnostic> remarks =
        diagnostics.stream()
            .filter(one -> common.isVerbose() || one.severity() != Severity.ERROR)
            .toList();
    shown(remarks, text).forEach(terminal::tell);
    return read;
  }

  /// What makes and changes endpoints.
  public Deployer deployer(OpenWorkspace workspace) {
    return new Deployer(workspace.store(), around(), InstantSource.system(), who(terminal));
  }

  /// What this machine gives to flows.
  public FlowSettings around() {
    FlowSettings told = FlowSettings.defaults().withEnvironment(terminal.environment());
    return terminal.variable("PF_PYTHON").map(Path::of).map(told::withPython).orElse(told);
  }

  /// Who changes things at this terminal, as the history and the audit log name them.
  public static String who(Terminal terminal) {
    return terminal
        .variable("USER")
        .or(() -> terminal.variable("USERNAME"))
        .orElse(System.getProperty("user.name", "unknown"));
  }

  /// The endpoint of that name.
  ///
  /// @throws EndpointException if there is none; the message names what is there
  public static Endpoint find(OpenWorkspace workspace, String name) {
    return workspace
        .store()
        .endpoints()
        .find(name)
        .orElseThrow(() ->
            new EndpointException(
                "no-such-endpoint",
                "there is no endpoint '%s'.%s"
                    .formatted(
                        Printable.line(name),
                        Suggestion.didYouMean(
                            name,
                            workspace.store().endpoints().list().stream()
                                .map(Endpoint::name)
                                .toList()))));
  }

  /// The deployment of that name.
  ///
  /// @throws EndpointException if there is none; the message names what is there
  public static Deployment find(OpenWorkspace workspace, String endpoint, String name) {
    Endpoint found = find(workspace, endpoint);
    return found
        .deployment(name)
        .orElseThrow(() ->
            new EndpointException(
                "no-such-deployment",
                "endpoint '%s' has no deployment '%s'.%s"
                    .formatted(
                        endpoint,
                        Printable.line(name),
                        Suggestion.didYouMean(name, found.deployments().keySet()))));
  }

  /// Tells a value: as JSON to programs, indented to people.
  public int tell(Value value) {
    terminal.printLine(common.isJson() ? StrictJson.write(value) : StrictJson.writeIndented(value));
    return ExitCode.OK;
  }

  /// Tells a value to programs, and a sentence to people.
  public int tell(Value value, String sentence) {
    terminal.printLine(common.isJson() ? StrictJson.write(value) : sentence);
    return ExitCode.OK;
  }
}
