package io.promptflow4j.cli;

import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.terminal.Terminal;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;

/// The `pf` command.
///
/// ```java
/// int exit = Pf.run(args, System.in, out, err, System.getenv(), Path.of(""));
/// ```
public final class Pf {

  private Pf() {}

  /// Runs the command in the surroundings of the process and ends it.
  ///
  /// The system property `pf.terminals` names the streams that are terminals: `in,out,err`;
  /// `pf.width` is how many characters go into a line of theirs.
  public static void main(String[] args) {
    PrintStream out = stream(FileDescriptor.out);
    PrintStream err = stream(FileDescriptor.err);
    System.setOut(err); // whatever a tool prints must not get between the results
    var terminal =
        new Terminal(
            new FileInputStream(FileDescriptor.in),
            out,
            err,
            System.getenv(),
            Path.of(""),
            terminals(System.getProperty("pf.terminals", "")),
            Terminal.width(System.getProperty("pf.width", "")).orElse(Terminal.USUAL_WIDTH));
    Runtime.getRuntime().addShutdownHook(new Thread(new EndingTool(List.of(args), terminal)));
    int exit = run(List.of(args), terminal);
    out.flush();
    err.flush();
    // all work is closed by now; an orderly exit would first start the log of the platform
    Runtime.getRuntime().halt(exit);
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }

  private static Set<Terminal.Stream> terminals(String named) {
    var found = EnumSet.noneOf(Terminal.Stream.class);
    for (Terminal.Stream stream : Terminal.Stream.values()) {
      if (("," + named + ",").contains("," + stream.name().toLowerCase(Locale.ROOT) + ",")) {
        found.add(stream);
      }
    }
    return found;
  }

  /// Runs the command without ending the process, with streams that are no terminals.
  ///
  /// @return the exit code: 0 if it succeeded, 1 if not, 2 if it was called wrongly
  public static int run(
      String[] args,
      InputStream in,
      PrintStream out,
      PrintStream err,
      Map<String, String> environment,
      Path folder) {
    return run(List.of(args), new Terminal(in, out, err, environment, folder, Set.of()));
  }

  /// Runs the command without ending the process.
  ///
  /// @return the exit code: 0 if it succeeded, 1 if not, 2 if it was called wrongly
  public static int run(List<String> args, Terminal terminal) {
    var failures = new Failures(args, terminal);
    var help = new StringWriter();
    try {
      CommandLine line = new Verbs(terminal).commandLine(args);
      configure(line, failures);
      line.setOut(new PrintWriter(help, true));
      int exit = line.execute(args.toArray(String[]::new));
      if (failures.isJson() && isVersionAsked(line)) {
        help.getBuffer().setLength(0);
        help.append(StrictJson.write(Groups.Version.json())).append('\n');
      }
      return exit;
    } catch (OutOfMemoryError | StackOverflowError exhausted) {
      return failures.failed(exhausted, null);
    } finally {
      terminal.print(help.toString());
    }
  }

  private static boolean isVersionAsked(CommandLine line) {
    var parsed = line.getParseResult();
    return parsed != null && parsed.isVersionHelpRequested();
  }

  private static void configure(CommandLine line, Failures failures) {
    line.setExpandAtFiles(false)
        .setPosixClusteredShortOptionsAllowed(false)
        .setUnmatchedOptionsAllowedAsOptionParameters(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOverwrittenOptionsAllowed(true)
        .setUsageHelpAutoWidth(false)
        .setUsageHelpWidth(100)
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .setParameterExceptionHandler((wrong, _) -> failures.calledWrongly(wrong))
        .setExecutionExceptionHandler((thrown, verb, _) -> failures.failed(thrown, verb));
  }
}
