package io.promptflow4j.cli;

import io.promptflow4j.cli.report.ErrorJson;
import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.core.model.connection.ConnectionException;
import io.promptflow4j.core.source.FileAccessException;
import io.promptflow4j.core.value.Value;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// What is told about a call that came to nothing, for every verb: a line to the person, and a
/// document with an `error` to the program that asked for JSON and has got none yet.
final class Failures {

  private final List<String> args;
  private final Terminal terminal;

  Failures(List<String> args, Terminal terminal) {
    this.args = args;
    this.terminal = terminal;
  }

  /// Tells of arguments that can't be understood.
  int calledWrongly(ParameterException wrong) {
    CommandLine verb = wrong.getCommandLine();
    String sentence = new UsageSentence(args).of(wrong);
    tellProgram(verb, ErrorJson.of("usage", sentence));
    terminal.tell("pf: error: " + Printable.line(sentence));
    terminal.tell("Try '%s --help'.".formatted(verb.getCommandSpec().qualifiedName()));
    return ExitCode.USAGE;
  }

  /// Tells of a verb that could not do what it was asked.
  ///
  /// @param verb the verb; null if it is not known
  int failed(Throwable thrown, @Nullable CommandLine verb) {
    tellProgram(verb, ErrorJson.of(code(thrown), sentence(thrown)));
    lines(thrown).forEach(line -> terminal.tell("pf: error: " + line));
    if (isVerbose()) {
      var stack = new StringWriter();
      thrown.printStackTrace(new PrintWriter(stack));
      terminal.tell(Printable.text(stack.toString().strip()));
    }
    return code(thrown).equals("usage") ? ExitCode.USAGE : ExitCode.FAILURE;
  }

  private void tellProgram(@Nullable CommandLine verb, Value.Mapping error) {
    if (isJson() && !terminal.isAnswered()) {
      Value.Mapping document =
          verb != null && verb.getCommand() instanceof ErrorJson.Shaped shaped
              ? shaped.failed(error)
              : ErrorJson.document(error);
      terminal.printLine(StrictJson.write(document));
    }
  }

  private boolean isVerbose() {
    return args.contains("--verbose")
        || args.contains("--debug")
        || terminal.variable("PF_DEBUG").isPresent();
  }

  /// Whether the call asks for JSON, as far as it can be understood.
  boolean isJson() {
    boolean json = false;
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i).toLowerCase(Locale.ROOT);
      if (arg.startsWith("--format=")) {
        json = arg.equals("--format=json");
      } else if (arg.equals("--format") && i + 1 < args.size()) {
        json = args.get(i + 1).equalsIgnoreCase("json");
      }
    }
    return json;
  }

  private static String code(Throwable thrown) {
    return switch (thrown) {
      case CommandFailure failure -> failure.code();
      case UsageFailure _, InvalidPathException _ -> "usage";
      case FileAccessException _ -> "file-not-found";
      case ConnectionException _ -> "bad-connection";
      case OutOfMemoryError _ -> "out-of-memory";
      default -> "internal-error";
    };
  }

  private static List<String> lines(Throwable thrown) {
    return thrown instanceof ConnectionException
        ? Printable.text(sentence(thrown)).lines().toList()
        : List.of(Printable.line(sentence(thrown)));
  }

  private static String sentence(Throwable thrown) {
    return switch (thrown) {
      case CommandFailure _, UsageFailure _, FileAccessException _, ConnectionException _ ->
          String.valueOf(thrown.getMessage());
      case InvalidPathException impossible ->
          "'%s' can't be a path".formatted(impossible.getInput());
      case OutOfMemoryError _ ->
          "out of memory; give it more with PF_JAVA_OPTS=-Xmx4g (%s)"
              .formatted(thrown.getMessage());
      default ->
          "unexpected %s: %s (--verbose shows where)"
              .formatted(thrown.getClass().getSimpleName(), thrown.getMessage());
    };
  }
}
