package io.promptflow4j.core.run.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/// The folder in which a project keeps its runs.
///
/// Folders of the same name that prompt flow made, in the home folder or within a flow for its
/// tests, are no workspaces: they have no [#database].
public record Workspace(Path folder) {

  /// The variable that says where the workspace is.
  public static final String VARIABLE = "PF_WORKSPACE";

  private static final String FOLDER = ".promptflow";
  private static final String DATABASE = "runs.sqlite";

  /// The workspace for someone who works in `current`: what [#VARIABLE] says, else the nearest
  /// `.promptflow` upward that is a workspace, else `.promptflow` in the root of the Git repository
  /// or, if there is none, in `current`. Nothing is made.
  ///
  /// A workspace found upward counts only if it belongs to the owner of `current`: on a shared
  /// machine anybody can put one in a folder above.
  public static Workspace find(Path current, Map<String, String> environment) {
    String chosen = environment.getOrDefault(VARIABLE, "");
    if (!chosen.isBlank()) {
      return new Workspace(current.resolve(chosen).toAbsolutePath().normalize());
    }
    Path start = current.toAbsolutePath().normalize();
    return upward(start)
        .map(folder -> new Workspace(folder.resolve(FOLDER)))
        .filter(workspace -> workspace.exists() && isOfSameOwner(workspace.folder(), start))
        .findFirst()
        .orElseGet(() -> new Workspace(projectOf(start).resolve(FOLDER)));
  }

  private static Path projectOf(Path start) {
    return upward(start)
        .filter(folder -> Files.exists(folder.resolve(".git")))
        .findFirst()
        .orElse(start);
  }

  private static Stream<Path> upward(Path start) {
    return Stream.iterate(start, folder -> folder != null, Path::getParent);
  }

  private static boolean isOfSameOwner(Path folder, Path start) {
    try {
      return Files.getOwner(folder).equals(Files.getOwner(start));
    } catch (IOException | UnsupportedOperationException _) {
      return true;
    }
  }

  /// The file the runs are in, unless they are kept on a server.
  public Path database() {
    return folder.resolve(DATABASE);
  }

  /// Whether there are runs in it.
  public boolean exists() {
    return Files.isRegularFile(database());
  }
}
