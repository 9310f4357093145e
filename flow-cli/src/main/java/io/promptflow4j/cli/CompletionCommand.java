package io.promptflow4j.cli;

import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.value.Fields;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `pf completion`: a script that lets a shell complete verbs and options.
@Command(
    name = "completion",
    description = "Print a script that lets bash or zsh complete verbs and options.",
    footer = {"", "Example: source <(pf completion bash)"})
final class CompletionCommand implements Callable<Integer> {

  /// The shells it is for; the one script suits both.
  enum Shell {
    BASH,
    ZSH
  }

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(arity = "0..1", paramLabel = "bash|zsh", description = "The shell; bash if not said.")
  private Shell shell = Shell.BASH;

  private final Terminal terminal;
  private final Verbs verbs;

  CompletionCommand(Terminal terminal, Verbs verbs) {
    this.terminal = terminal;
    this.verbs = verbs;
  }

  @Override
  public Integer call() {
    String script = script();
    if (common.isJson()) {
      terminal.printLine(StrictJson.write(new Fields().put("script", script).end()));
    } else {
      terminal.print(script);
    }
    return ExitCode.OK;
  }

  private String script() {
    String script = AutoComplete.bash("pf", verbs.completeLine());
    return switch (shell) {
      case BASH -> script;
      case ZSH -> "autoload -U +X compinit && compinit\n" + script;
    };
  }
}
