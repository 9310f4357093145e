package io.promptflow4j.cli;

import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Terminal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Runs when the process ends in an orderly way, and tells if a tool of a package was the reason:
/// its `System.exit` would look like a success without a result.
///
/// Tools of a flow folder can't end the process, and the command itself ends without this.
final class EndingTool implements Runnable {

  private static final String THREAD_NAME = "java-tool ";

  private final List<String> args;
  private final Terminal terminal;

  EndingTool(List<String> args, Terminal terminal) {
    this.args = args;
    this.terminal = terminal;
  }

  @Override
  public void run() {
    find(Thread.getAllStackTraces())
        .ifPresent(name -> {
          var failure =
              new CommandFailure(
                  "tool-exited",
                  ("Java tool '%s' ended the process by System.exit or Runtime.exit; a tool returns"
                          + " its result or throws an exception")
                      .formatted(name));
          new Failures(args, terminal).failed(failure, null);
          Runtime.getRuntime().halt(ExitCode.FAILURE);
        });
  }

  /// The tool whose thread waits for the end that it asked for.
  static Optional<String> find(Map<Thread, StackTraceElement[]> stacks) {
    return stacks.entrySet().stream()
        .filter(entry -> entry.getKey().getName().startsWith(THREAD_NAME))
        .filter(entry -> Stream.of(entry.getValue()).anyMatch(EndingTool::isExit))
        .map(entry -> entry.getKey().getName().substring(THREAD_NAME.length()))
        .findFirst();
  }

  private static boolean isExit(StackTraceElement frame) {
    return frame.getClassName().equals("java.lang.Runtime") && frame.getMethodName().equals("exit");
  }
}
