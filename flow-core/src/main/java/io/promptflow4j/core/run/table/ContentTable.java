package io.promptflow4j.core.run.table;

import io.promptflow4j.core.run.RunStore.SnapshotFile;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.source.Digest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Files as bytes under their digest, and what runs call them.
public final class ContentTable {

  private ContentTable() {}

  public static boolean has(Handle handle, Digest digest) {
    return handle
        .createQuery("SELECT 1 FROM contents WHERE digest = ?")
        .bind(0, Columns.digest(digest))
        .mapTo(int.class)
        .findFirst()
        .isPresent();
  }

  /// Keeps `content`; content that is there already stays as it is.
  public static void keep(Handle handle, Digest digest, byte[] content) {
    handle.execute(
        "INSERT INTO contents (digest, bytes) VALUES (?, ?) ON CONFLICT DO NOTHING",
        Columns.digest(digest),
        content);
  }

  public static Optional<byte[]> content(Handle handle, Digest digest) {
    return handle
        .createQuery("SELECT bytes FROM contents WHERE digest = ?")
        .bind(0, Columns.digest(digest))
        .map((row, _) -> row.getBytes(1))
        .findFirst();
  }

  /// Puts `files` in place of a run's snapshot.
  public static void snapshot(Handle handle, long run, List<SnapshotFile> files) {
    handle.execute("DELETE FROM snapshot_files WHERE run_id = ?", run);
    if (files.isEmpty()) {
      return;
    }
    files.forEach(file -> mustHave(handle, file));
    var batch =
        handle.prepareBatch(
            "INSERT INTO snapshot_files (run_id, path, digest, size, executable)"
                + " VALUES (?, ?, ?, ?, ?)");
    for (SnapshotFile file : files) {
      batch
          .bind(0, run)
          .bind(1, Columns.text(file.path()))
          .bind(2, Columns.digest(file.content()))
          .bind(3, file.size())
          .bind(4, file.executable())
          .add();
    }
    batch.execute();
  }

  private static void mustHave(Handle handle, SnapshotFile file) {
    if (!has(handle, file.content())) {
      throw new RunStoreException(
          "no-such-content",
          "The content of '%s' is not in the store (any more); keep it first."
              .formatted(file.path()),
          true,
          null);
    }
  }

  /// The files of a run's snapshot, by path.
  public static List<SnapshotFile> snapshot(Handle handle, long run) {
    return handle
        .createQuery("SELECT path, digest, size, executable FROM snapshot_files WHERE run_id = ?")
        .bind(0, run)
        .map((row, _) ->
            new SnapshotFile(
                row.getString(1),
                Columns.digest(row.getBytes(2)),
                row.getLong(3),
                row.getBoolean(4)))
        .list()
        .stream()
        .sorted(Comparator.comparing(SnapshotFile::path))
        .toList();
  }

  /// Keeps a file that a run made.
  public static void artefact(Handle handle, long run, String name, byte[] content) {
    Digest digest = Digest.of(content);
    keep(handle, digest, content);
    handle.execute(
        "INSERT INTO artefacts (run_id, name, digest, size) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT (run_id, name) DO UPDATE"
            + " SET digest = excluded.digest, size = excluded.size",
        run,
        Columns.text(name),
        Columns.digest(digest),
        content.length);
  }

  /// The files a run made, by name.
  public static List<SnapshotFile> artefacts(Handle handle, long run) {
    return handle
        .createQuery("SELECT name, digest, size FROM artefacts WHERE run_id = ?")
        .bind(0, run)
        .map((row, _) ->
            new SnapshotFile(
                row.getString(1), Columns.digest(row.getBytes(2)), row.getLong(3), false))
        .list()
        .stream()
        .sorted(Comparator.comparing(SnapshotFile::path))
        .toList();
  }
}
