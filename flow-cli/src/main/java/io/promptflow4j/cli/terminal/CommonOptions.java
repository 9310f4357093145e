package io.promptflow4j.cli.terminal;

import picocli.CommandLine.Option;

/// The options that every verb takes.
public final class CommonOptions {

  @Option(
      names = "--format",
      paramLabel = "text|json",
      description = "For people (text, the default) or for programs (json).")
  OutputFormat format = OutputFormat.TEXT;

  @Option(
      names = {"--verbose", "--debug"},
      description = "Say more; with an unexpected error, where in the program it came up.")
  boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  boolean help;

  /// As if none of them was given.
  public CommonOptions() {}

  public boolean isJson() {
    return format == OutputFormat.JSON;
  }

  public boolean isVerbose() {
    return verbose;
  }
}
