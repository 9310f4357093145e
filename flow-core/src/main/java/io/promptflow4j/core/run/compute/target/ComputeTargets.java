package io.promptflow4j.core.run.compute.target;

import io.promptflow4j.core.run.compute.ComputeException;
import io.promptflow4j.core.source.Diagnostic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The named computes of a workspace: one YAML file each.
///
/// @param folder where they are; need not exist
public record ComputeTargets(Path folder) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,62}");
  private static final Pattern ADDRESS =
      Pattern.compile("[a-z0-9]+://.*|local(?:-cluster)?\\[[^]]*]|yarn");
  private static final String SUFFIX = ".yaml";

  /// Whether `text` can be the name of one. Names that mean something else are none.
  public static boolean isName(String text) {
    return NAME.matcher(text).matches() && !text.equals("local") && !isAddress(text);
  }

  /// Whether `text` is the address of a master.
  public static boolean isAddress(String text) {
    return ADDRESS.matcher(text).matches();
  }

  private Path file(String name) {
    return folder.resolve(name + SUFFIX);
  }

  /// The one of that name, if there is one.
  ///
  /// @throws ComputeException if its file can't be read
  public Optional<ComputeTarget> find(String name) {
    return isName(name) && Files.exists(file(name))
        ? Optional.of(read(file(name)))
        : Optional.empty();
  }

  private static ComputeTarget read(Path file) {
    ComputeTargetFile.Read read = ComputeTargetFile.read(file);
    return read.target()
        .orElseThrow(() ->
            new ComputeException(
                "bad-compute",
                read.diagnostics().stream()
                    .filter(Diagnostic::isError)
                    .map(Diagnostic::toString)
                    .findFirst()
                    .orElse("'%s' is no compute file.".formatted(file))));
  }

  /// Their names, in order.
  public List<String> names() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .filter(ComputeTargets::isName)
          .sorted()
          .toList();
    } catch (IOException broken) {
      throw new ComputeException(
          "unreadable-file",
          "'%s' can't be read: %s".formatted(folder, broken.getMessage()),
          broken);
    }
  }

  /// All of them, in the order of their names.
  ///
  /// @throws ComputeException if a file can't be read
  public List<ComputeTarget> list() {
    return names().stream().map(name -> read(file(name))).toList();
  }

  /// Keeps the content of a file under a name, in place of what was there.
  ///
  /// @throws ComputeException if it can't be written
  public void keep(String name, String yaml) {
    try {
      Files.createDirectories(folder);
      Path next = Files.createTempFile(folder, name, ".next");
      Files.write(next, yaml.getBytes(StandardCharsets.UTF_8));
      Files.move(next, file(name), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException broken) {
      throw new ComputeException(
          "unwritable-file",
          "compute '%s' can't be kept: %s".formatted(name, broken.getMessage()),
          broken);
    }
  }

  /// Forgets one; false if there is none.
  public boolean delete(String name) {
    try {
      return isName(name) && Files.deleteIfExists(file(name));
    } catch (IOException broken) {
      throw new ComputeException(
          "unwritable-file",
          "compute '%s' can't be deleted: %s".formatted(name, broken.getMessage()),
          broken);
    }
  }
}
