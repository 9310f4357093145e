package io.promptflow4j.core.tool.python;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the Python that a flow's author uses.
sealed interface Interpreter {

  /// An interpreter, and why it was taken.
  record Found(Path path, String reason) implements Interpreter {}

  /// There is none; the message says where was looked and what to do.
  record Missing(String message) implements Interpreter {}

  List<String> ENVIRONMENT_FOLDERS = List.of(".venv", "venv", "env");
  List<String> INSIDE_ENVIRONMENT = List.of("bin/python", "Scripts/python.exe", "python.exe");

  /// Looks, in this order, at `PF_PYTHON`, at a virtual environment beside the flow, at the active
  /// environment and at the search path.
  ///
  /// Beside the flow means in its folder or a folder above it up to the root of its git checkout:
  /// whoever may put code there may put code into the flow as well. Outside a checkout only the
  /// flow folder counts.
  static Interpreter find(Path flow, Map<String, String> environment) {
    return find(foldersBeside(flow), environment);
  }

  /// The same without what the flow brings: its environment may come from anywhere, too.
  static Interpreter findElsewhere(Map<String, String> environment) {
    return find(List.of(), environment);
  }

  private static Interpreter find(List<Path> beside, Map<String, String> environment) {
    String asked = environment.getOrDefault("PF_PYTHON", "").strip();
    if (!asked.isEmpty()) {
      return named(asked, environment);
    }
    return inFolders(beside)
        .or(() -> active("VIRTUAL_ENV", environment))
        .or(() -> active("CONDA_PREFIX", environment))
        .or(() -> onSearchPath("python3", environment))
        .or(() -> onSearchPath("python", environment))
        .orElseGet(() -> new Missing(nothingFound(beside, environment)));
  }

  private static Interpreter named(String asked, Map<String, String> environment) {
    return path(asked)
        .flatMap(path -> Files.isDirectory(path) ? inside(path) : executable(path))
        .<Interpreter>map(path -> new Found(path, "PF_PYTHON"))
        .or(() -> onSearchPath(asked, environment))
        .orElseGet(() ->
            new Missing(
                "PF_PYTHON is '%s', but that is no executable file, no virtual environment and no command on PATH; set it to a Python interpreter of version 3.8 or newer"
                    .formatted(asked)));
  }

  private static List<Path> foldersBeside(Path flow) {
    var folders = new ArrayList<Path>();
    for (Path folder = flow; folder != null; folder = folder.getParent()) {
      folders.add(folder);
      if (Files.exists(folder.resolve(".git"))) {
        return folders;
      }
    }
    return List.of(flow);
  }

  private static Optional<Interpreter> inFolders(List<Path> folders) {
    for (Path folder : folders) {
      for (String name : ENVIRONMENT_FOLDERS) {
        Optional<Path> found = inside(folder.resolve(name));
        if (found.isPresent()) {
          return found.map(path -> new Found(path, name + " beside the flow"));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Interpreter> active(String variable, Map<String, String> environment) {
    return path(environment.getOrDefault(variable, ""))
        .flatMap(Interpreter::inside)
        .map(path -> new Found(path, variable));
  }

  private static Optional<Interpreter> onSearchPath(
      String command, Map<String, String> environment) {
    if (command.contains("/") || command.contains("\\")) {
      return Optional.empty();
    }
    for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      Optional<Path> found =
          path(folder)
              .flatMap(path ->
                  executable(path.resolve(command))
                      .or(() -> executable(path.resolve(command + ".exe"))));
      if (found.isPresent()) {
        return found.map(path -> new Found(path, command + " on PATH"));
      }
    }
    return Optional.empty();
  }

  private static Optional<Path> inside(Path environment) {
    return INSIDE_ENVIRONMENT.stream()
        .map(environment::resolve)
        .flatMap(path -> executable(path).stream())
        .findFirst();
  }

  private static Optional<Path> executable(Path path) {
    return Files.isRegularFile(path) && Files.isExecutable(path)
        ? Optional.of(path.toAbsolutePath())
        : Optional.empty();
  }

  private static Optional<Path> path(String text) {
    try {
      return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text.strip()));
    } catch (InvalidPathException notAPath) {
      return Optional.empty();
    }
  }

  private static String nothingFound(List<Path> beside, Map<String, String> environment) {
    return "the Python nodes of this flow need Python 3.8 or newer, and none was found: PF_PYTHON is not set; %s%s; %s; neither python3 nor python is on PATH. Install Python (https://www.python.org/downloads/), or set PF_PYTHON to the interpreter to use"
        .formatted(
            beside.isEmpty() ? "" : noneIn(beside),
            state("VIRTUAL_ENV", environment),
            state("CONDA_PREFIX", environment));
  }

  private static String noneIn(List<Path> folders) {
    return "there is no %s in %s; "
        .formatted(
            String.join(", ", ENVIRONMENT_FOLDERS),
            String.join(", ", folders.stream().map(Path::toString).toList()));
  }

  /// Where packages lie in the environments beside a flow.
  static List<Path> packagesBeside(Path flow) {
    var found = new ArrayList<Path>();
    for (Path folder : foldersBeside(flow)) {
      for (String name : ENVIRONMENT_FOLDERS) {
        for (String lib : List.of("lib/python*/site-packages", "Lib/site-packages")) {
          found.addAll(matching(folder.resolve(name), lib));
        }
      }
    }
    return found;
  }

  private static List<Path> matching(Path environment, String pattern) {
    List<Path> found = List.of(environment);
    for (String part : pattern.split("/", -1)) {
      var deeper = new ArrayList<Path>();
      for (Path folder : found) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, part)) {
          entries.forEach(deeper::add);
        } catch (IOException | DirectoryIteratorException _) {
          // no such folder here
        }
      }
      found = deeper;
    }
    return found;
  }

  private static String state(String variable, Map<String, String> environment) {
    return environment.containsKey(variable)
        ? "%s (%s) holds no interpreter".formatted(variable, environment.get(variable))
        : variable + " is not set";
  }
}
