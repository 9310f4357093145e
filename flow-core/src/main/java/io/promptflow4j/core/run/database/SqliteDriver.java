package io.promptflow4j.core.run.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/// The native part of SQLite, which the driver carries along and unpacks to a temporary file each
/// time a process opens a store, unless it is told where it lies already.
public final class SqliteDriver {

  private SqliteDriver() {}

  /// Unpacks it into `folder`, where the driver finds it if the system property
  /// `org.sqlite.lib.path` names that folder.
  ///
  /// @throws IOException if it can't be written, or there is none for this machine
  public static void unpack(Path folder) throws IOException {
    String name = LibraryLoaderUtil.getNativeLibName();
    String path = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
    try (InputStream library = SQLiteJDBCLoader.class.getResourceAsStream(path)) {
      if (library == null) {
        throw new IOException("the driver has no library '%s'".formatted(path));
      }
      Files.createDirectories(folder);
      Files.copy(library, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
