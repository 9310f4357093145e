package io.promptflow4j.evaluators.evaluation.registry;

import io.promptflow4j.core.source.HomeFolder;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.evaluators.evaluation.Evaluator;
import io.promptflow4j.evaluators.evaluation.EvaluatorException;
import io.promptflow4j.evaluators.evaluation.declaration.EvaluatorReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// Finds evaluators: `builtin:NAME`, or the path of a flow folder. Thread-safe.
///
/// ```java
/// var evaluators = Evaluators.ofUser(System.getenv());
/// var host = RunHost.ofProcess().withFlows(evaluators::folder);
/// Evaluator f1 = evaluators.find("builtin:f1_score");
/// ```
public final class Evaluators {

  /// What the name of a built-in evaluator starts with where a flow is named.
  public static final String PREFIX = "builtin:";

  private final BuiltinFolders folders;

  /// @param cache where folders of built-in evaluators are made, and kept
  public Evaluators(Path cache) {
    this.folders = new BuiltinFolders(cache);
  }

  /// With the user's cache: `$PF_HOME_DIRECTORY/evaluators` if that is set, else
  /// `$XDG_CACHE_HOME/promptflow4j/evaluators`, else `$HOME/.cache/promptflow4j/evaluators`.
  public static Evaluators ofUser(Map<String, String> environment) {
    Path home = HomeFolder.of(environment);
    Path cache =
        absolute(environment, "PF_HOME_DIRECTORY")
            .or(() ->
                absolute(environment, "XDG_CACHE_HOME").map(path -> path.resolve("promptflow4j")))
            .orElseGet(() -> home.resolve(".cache").resolve("promptflow4j"));
    return new Evaluators(cache.resolve("evaluators"));
  }

  private static Optional<Path> absolute(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name))
        .filter(value -> !value.isBlank())
        .map(Path::of)
        .filter(Path::isAbsolute);
  }

  /// The names of the built-in evaluators, in the order of the alphabet.
  public static List<String> names() {
    return BuiltinFiles.names();
  }

  /// All built-in evaluators, by name.
  public List<Evaluator> list() {
    return names().stream().map(name -> find(PREFIX + name)).toList();
  }

  /// The evaluator that `reference` names: `builtin:NAME`, the path of a flow folder, or the bare
  /// name of a built-in one where no folder has it.
  ///
  /// @throws EvaluatorException if there is none, or if it declares something wrong
  public Evaluator find(String reference) {
    return EvaluatorReader.read(
        folder(reference)
            .or(() -> ownFolder(reference))
            .or(() -> folder(PREFIX + reference))
            .orElseThrow(() -> new EvaluatorException(unknown(reference))));
  }

  /// The folder of the built-in evaluator that `reference` (`builtin:NAME`) names; empty for
  /// anything else.
  public Optional<Path> folder(String reference) {
    if (!reference.startsWith(PREFIX)) {
      return Optional.empty();
    }
    String name = reference.substring(PREFIX.length());
    SequencedMap<String, byte[]> files = BuiltinFiles.of(name);
    return files.isEmpty() ? Optional.empty() : Optional.of(folders.folder(name, files));
  }

  private static Optional<Path> ownFolder(String reference) {
    try {
      return Optional.of(Path.of(reference)).filter(Files::exists);
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  /// Copies a built-in evaluator to a new folder, to be changed there.
  ///
  /// @param target the folder to make; if it exists it has to be empty
  /// @throws EvaluatorException if there is no such evaluator, or `target` is in use or can't be
  ///   written
  public static void copy(String reference, Path target) {
    String name = reference.startsWith(PREFIX) ? reference.substring(PREFIX.length()) : reference;
    SequencedMap<String, byte[]> files = BuiltinFiles.of(name);
    if (files.isEmpty()) {
      throw new EvaluatorException(unknown(reference));
    }
    try {
      if (Files.exists(target) && !isEmptyFolder(target)) {
        throw new EvaluatorException(
            "'%s' exists already; name a folder that is not there yet.".formatted(target));
      }
      Files.createDirectories(target);
      BuiltinFolders.write(target, files);
    } catch (IOException broken) {
      throw new EvaluatorException(
          "'%s' can't be written: %s".formatted(target, broken.getMessage()), broken);
    }
  }

  private static boolean isEmptyFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.findAny().isEmpty();
    }
  }

  private static String unknown(String reference) {
    String name = reference.startsWith(PREFIX) ? reference.substring(PREFIX.length()) : reference;
    return "there is no evaluator '%s'; name a built-in one (see pf evaluator list) or a flow folder.%s"
        .formatted(reference, Suggestion.didYouMean(name, names()));
  }
}
