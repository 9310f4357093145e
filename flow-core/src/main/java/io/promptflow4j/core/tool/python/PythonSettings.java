package io.promptflow4j.core.tool.python;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// How the Python tools of one flow are run.
///
/// @param flowVariables the flow's own environment variables, set where `process` has none of the
///   name
/// @param process the environment of the worker processes, and where `PF_PYTHON`, `VIRTUAL_ENV`,
///   `CONDA_PREFIX` and `PATH` are looked up
/// @param includes files and folders outside the flow folder whose modules the flow may import
///   (`additional_includes`)
/// @param maxWorkers how many processes there may be at a time
/// @param readOnly whether tools are only read, never called: then nothing that the flow folder
///   brings is run, be it an interpreter or a module
public record PythonSettings(
    Map<String, String> flowVariables,
    Map<String, String> process,
    List<Path> includes,
    int maxWorkers,
    boolean readOnly) {

  private static final int MOST_WORKERS = 16;

  public PythonSettings {
    flowVariables = Map.copyOf(flowVariables);
    process = Map.copyOf(process);
    includes = List.copyOf(includes);
    if (maxWorkers < 1) {
      throw new IllegalArgumentException("at least one worker is needed, not " + maxWorkers);
    }
  }

  /// Settings to call tools with.
  public PythonSettings(
      Map<String, String> flowVariables,
      Map<String, String> process,
      List<Path> includes,
      int maxWorkers) {
    this(flowVariables, process, includes, maxWorkers, false);
  }

  /// The settings that `process` asks for: `PF_WORKER_COUNT` if it is a number, otherwise four
  /// workers per processor and at most 16.
  public static PythonSettings of(Map<String, String> process, Map<String, String> flowVariables) {
    return new PythonSettings(flowVariables, process, List.of(), workers(process));
  }

  private static int workers(Map<String, String> process) {
    String asked = process.getOrDefault("PF_WORKER_COUNT", "").strip();
    if (asked.matches("[1-9]\\d{0,3}")) {
      return Integer.parseInt(asked);
    }
    return Math.min(MOST_WORKERS, 4 * Runtime.getRuntime().availableProcessors());
  }

  /// The same settings for a flow that includes files from outside its folder.
  public PythonSettings including(List<Path> more) {
    return new PythonSettings(flowVariables, process, more, maxWorkers, readOnly);
  }

  /// Settings to read tools with.
  public static PythonSettings toRead(Map<String, String> process) {
    return new PythonSettings(Map.of(), process, List.of(), 1, true);
  }
}
